
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fees', '0004_sentences'),
    ]

    operations = [
        migrations.AddField(
            model_name='feetopic',
            name='is_published',
            field=models.BooleanField(default=True, help_text='はずすと、この日からの内容は、サイトのどこにも出ません。ほかの日からの内容は、その行ではずします。', verbose_name='公開する'),
        ),
    ]
