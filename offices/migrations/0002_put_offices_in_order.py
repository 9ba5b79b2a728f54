import django.db.models.deletion
import offices.models.holding
from django.db import migrations, models

from offices.domain.normalise import search_key


def fill(apps, schema_editor):
    """What `Office.refresh` folds, for the offices that are there."""
    Office = apps.get_model("offices", "Office")
    rows = Office.objects.only("pk", "reading", "name_norm").order_by("pk")
    batch = []
    for row in rows.iterator(chunk_size=500):
        reading = search_key(row.reading)[:200]
        row.sort_key = f"0{reading}" if reading else f"1{row.name_norm}"
        batch.append(row)
        if len(batch) == 500:
            Office.objects.bulk_update(batch, ["sort_key"])
            batch = []
    Office.objects.bulk_update(batch, ["sort_key"])


class Migration(migrations.Migration):

    dependencies = [
        ('offices', '0001_initial'),
        ('services', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='office',
            name='sort_key',
            field=models.CharField(default='', editable=False, max_length=201, verbose_name='あいうえお順にならべるための文'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='officeservice',
            name='office',
            field=models.ForeignKey(db_index=False, help_text='どの場所のサービスか。', on_delete=django.db.models.deletion.CASCADE, related_name='services', to='offices.office', verbose_name='事業所'),
        ),
        migrations.RemoveIndex(model_name="office", name="office_place_status"),
        migrations.AddIndex(
            model_name="office",
            index=models.Index(
                fields=["status", "municipality", "sort_key", "id"],
                name="office_in_order_by_place",
            ),
        ),
        migrations.AddIndex(
            model_name="office",
            index=offices.models.holding.HoldingIndex(
                fields=["status", "sort_key", "id"],
                holds=["is_published", "search_text"],
                name="office_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name='officeservice',
            index=models.Index(fields=['office', 'type', 'status'], name='listing_office'),
        ),
        migrations.AlterField(
            model_name="municipality",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                help_text="合併などでなくなった市区町村だけ。古い一覧の行は、ここに入ります。"
                "2つ以上に分かれたときは、空のままにします。",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="offices.municipality",
                verbose_name="あとの市区町村",
            ),
        ),
    ]
