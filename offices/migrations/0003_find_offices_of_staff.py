import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offices', '0002_initial'),
        ('services', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='municipality',
            name='successor',
            field=models.ForeignKey(blank=True, help_text='合併などでなくなった市区町村だけ。古い一覧の行は、ここに入ります。2つ以上に分かれたときは、空のままにします。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='offices.municipality', verbose_name='あとの市区町村'),
        ),
        migrations.AddIndex(
            model_name='office',
            index=models.Index(condition=models.Q(('imported_from', None)), fields=['kind'], name='office_of_staff'),
        ),
    ]
