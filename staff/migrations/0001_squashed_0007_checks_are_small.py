import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # A new database is made in one step: docs/decisions/migrations.md.
    replaces = [
        ('staff', '0001_initial'),
        ('staff', '0002_former_address'),
        ('staff', '0003_changes'),
        ('staff', '0004_daily_and_links'),
        ('staff', '0005_staff_rules'),
        ('staff', '0006_sentences'),
        ('staff', '0007_checks_are_small'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(help_text='ことばの部分（/easy/ など）のないアドレス。', max_length=300, unique=True, verbose_name='アドレス')),
                ('names', models.JSONField(help_text='ことばごとの名前。', verbose_name='そこにあったもの')),
                ('now_at', models.CharField(blank=True, default='', help_text='ほかのアドレスに移したときだけ。', max_length=300, verbose_name='いまのアドレス')),
            ],
            options={
                'verbose_name': '前のアドレス',
                'verbose_name_plural': '前のアドレス',
                'ordering': ['address'],
            },
        ),
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(help_text='リンクの先。', max_length=500, unique=True, verbose_name='アドレス')),
                ('is_own', models.BooleanField(default=False, help_text='ほかのサイトなら、印がありません。', verbose_name='このサイトの中')),
                ('is_source', models.BooleanField(default=False, help_text='内容が変わったかも見ます。', verbose_name='出典')),
                ('places', models.JSONField(default=list, help_text='文の名前と、その欄のアドレス。', verbose_name='書いてあるところ')),
                ('status', models.CharField(blank=True, default='', help_text='さいごの返事。', max_length=60, verbose_name='返事')),
                ('checked_on', models.DateField(help_text='さいごに見た日。', null=True, verbose_name='見た日')),
                ('last_ok', models.DateField(help_text='開けたことがなければ空です。', null=True, verbose_name='さいごに開けた日')),
                ('first_failed', models.DateField(help_text='開けるときは空です。', null=True, verbose_name='開けなくなった日')),
                ('failed_days', models.PositiveSmallIntegerField(default=0, help_text='続けて開けなかった日。', verbose_name='開けなかった日の数')),
                ('digest', models.CharField(blank=True, default='', help_text='出典だけ。', max_length=64, verbose_name='内容のしるし')),
                ('changed_on', models.DateField(help_text='人が見るまで残ります。', null=True, verbose_name='内容が変わった日')),
            ],
            options={
                'verbose_name': 'リンクの点検',
                'verbose_name_plural': 'リンクの点検',
                'ordering': ['-failed_days', 'address'],
            },
        ),
        migrations.CreateModel(
            name='ServerError',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='エラーのページとサーバーの記録（ログ）にも出ます。', max_length=8, unique=True, verbose_name='番号')),
                ('kind', models.CharField(help_text='プログラムでの名前。', max_length=120, verbose_name='種類')),
                ('path', models.CharField(help_text='さいごに起きたページ。', max_length=200, verbose_name='ページ')),
                ('count', models.PositiveIntegerField(default=1, help_text='起きた回数。', verbose_name='回数')),
                ('first_at', models.DateTimeField(help_text='日本の時間です。', verbose_name='はじめて起きた時')),
                ('last_at', models.DateTimeField(help_text='日本の時間です。', verbose_name='さいごに起きた時')),
            ],
            options={
                'verbose_name': 'サイトのエラー',
                'verbose_name_plural': 'サイトのエラー',
                'ordering': ['-last_at'],
            },
        ),
        migrations.CreateModel(
            name='StaffRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_single_person', models.BooleanField(default=False, help_text='担当が1人だけのとき、印をつけます。自分が書いた変更を、自分で承認できます。', verbose_name='ひとりの職場')),
                ('slips_are_small', models.BooleanField(default=True, help_text='数字・金額・日・リンクや、「できる」「できない」などが変わるときは、誤字ではありません。承認が要ります。', verbose_name='誤字は、承認なしで公開できる')),
                ('slip_letters', models.PositiveSmallIntegerField(default=3, help_text='1つの文章で、この数までの文字が変わるときです。1から10。', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='誤字とみなす文字の数')),
                ('contacts_are_small', models.BooleanField(default=True, help_text='事業所・相談先の電話、FAX、利用できる時間です。', verbose_name='事業所の電話と時間は、承認なしで公開できる')),
                ('checks_are_small', models.BooleanField(default=True, help_text='出典を見て、まちがいがないと確かめた日だけが変わるときです。', verbose_name='「まちがいなし」は、承認なしで公開できる')),
                ('who_gives_codes', models.CharField(choices=[('approvers', '承認者と管理者'), ('everybody', '全員'), ('nobody', 'だれもしない（スマートフォンがない職場）')], default='approvers', help_text='パスワードのあとに、スマートフォンの番号を入れる人。', max_length=12, verbose_name='二段階の確認')),
                ('idle_minutes', models.PositiveSmallIntegerField(default=30, help_text='5分から480分（8時間）。次にログインしたときから、この時間になります。', validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(480)], verbose_name='何もしないとログアウトする時間（分）')),
            ],
            options={
                'verbose_name': '職場の決まり',
                'verbose_name_plural': '職場の決まり',
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='何をどう変えるか、短く。例：2027年4月の改正', max_length=200, verbose_name='題名')),
                ('note', models.TextField(blank=True, default='', help_text='なぜ変えるか。確認する人が読みます。サイトには出ません。', verbose_name='説明')),
                ('state', models.CharField(choices=[('draft', '下書き'), ('waiting', '確認待ち'), ('approved', '承認ずみ'), ('published', '公開ずみ'), ('returned', 'もどした'), ('dropped', '取りやめ')], db_index=True, default='draft', help_text='下書き → 確認待ち → 承認ずみ → 公開ずみ。', max_length=12, verbose_name='ようす')),
                ('publish_on', models.DateField(blank=True, help_text='この日になると、公開されます。空のときは、承認するとすぐです。', null=True, verbose_name='公開する日')),
                ('answer', models.TextField(blank=True, default='', help_text='もどすときは、どこを直すかを書いてください。', verbose_name='確認した人のことば')),
                ('accepted', models.CharField(blank=True, default='', help_text='承認した人が見た、例題の結果のちがいのしるし。', max_length=16, verbose_name='認めた例題のちがい')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='作った時')),
                ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='確認をたのんだ時')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='承認した時')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='公開した時')),
                ('approver', models.ForeignKey(blank=True, help_text='公開してよいと言った人。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes_approved', to=settings.AUTH_USER_MODEL, verbose_name='承認した人')),
                ('author', models.ForeignKey(help_text='プログラムがしたときは、ありません。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes_written', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
                ('reverts', models.ForeignKey(blank=True, help_text='この変更が、どの変更を元にもどすか。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reverted_by', to='staff.change', verbose_name='元にもどす変更')),
            ],
            options={
                'verbose_name': '変更',
                'verbose_name_plural': '変更',
                'ordering': ['-pk'],
                'permissions': [('approve_change', '変更を承認する')],
            },
        ),
        migrations.CreateModel(
            name='DailyRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField(help_text='日本の時間です。', verbose_name='始めた時')),
                ('ended_at', models.DateTimeField(help_text='日本の時間です。', null=True, verbose_name='終えた時')),
                ('is_running', models.BooleanField(default=True, help_text='終わると消えます。', verbose_name='いま動いている')),
                ('is_mailed', models.BooleanField(default=False, help_text='月曜日の、職員へのメール。', verbose_name='メールを送った')),
                ('told', models.JSONField(default=list, help_text='すること・結果・うまくいったか。', verbose_name='したこと')),
            ],
            options={
                'verbose_name': '毎日の点検',
                'verbose_name_plural': '毎日の点検',
                'ordering': ['-began_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_running', True)), fields=('is_running',), name='one_daily_run_at_a_time', violation_error_message='毎日の点検は、いま動いています。終わるまで待ってください。')],
            },
        ),
        migrations.CreateModel(
            name='RowChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('created', '作る'), ('altered', '変える'), ('deleted', '消す')], max_length=8, verbose_name='すること')),
                ('table', models.CharField(help_text='プログラムでの名前。', max_length=80, verbose_name='種類')),
                ('key', models.CharField(max_length=80, verbose_name='行の番号')),
                ('name', models.CharField(blank=True, default='', max_length=300, verbose_name='名前')),
                ('before', models.JSONField(default=dict, verbose_name='前')),
                ('after', models.JSONField(default=dict, verbose_name='後')),
                ('form_table', models.CharField(blank=True, default='', max_length=80, verbose_name='画面の種類')),
                ('form_key', models.CharField(blank=True, default='', max_length=80, verbose_name='画面の行')),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='staff.change', verbose_name='変更')),
            ],
            options={
                'verbose_name': '行の変更',
                'verbose_name_plural': '行の変更',
                'ordering': ['change', 'pk'],
                'indexes': [models.Index(fields=['table', 'key'], name='history_of_a_row'), models.Index(fields=['form_table', 'form_key'], name='history_of_a_form')],
                'constraints': [models.UniqueConstraint(fields=('change', 'table', 'key'), name='one_row_once_in_a_change')],
            },
        ),
    ]
