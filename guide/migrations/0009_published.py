
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('guide', '0008_sentences'),
    ]

    operations = [
        migrations.AddField(
            model_name='faq',
            name='is_published',
            field=models.BooleanField(default=True, help_text='はずすと、サイトのどこにも出ません。', verbose_name='公開する'),
        ),
        migrations.AddField(
            model_name='glossaryterm',
            name='is_published',
            field=models.BooleanField(default=True, help_text='はずすと、サイトのどこにも出ません。', verbose_name='公開する'),
        ),
        migrations.AddField(
            model_name='lifesituation',
            name='is_published',
            field=models.BooleanField(default=True, help_text='はずすと、サイトのどこにも出ません。', verbose_name='公開する'),
        ),
        migrations.AddField(
            model_name='step',
            name='is_published',
            field=models.BooleanField(default=True, help_text='はずすと、サイトのどこにも出ません。', verbose_name='公開する'),
        ),
    ]
