"""Pages with what a reader of Wagtail's demo sees: pictures, blocks, tags, authors."""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import DraftStateMixin, Orderable, Page, RevisionMixin
from wagtail.snippets.models import register_snippet


class Heading(blocks.StructBlock):
    text = blocks.CharBlock()
    level = blocks.ChoiceBlock(choices=[("h2", "h2"), ("h3", "h3")])

    class Meta:
        template = "blog/blocks/heading.html"


class Picture(blocks.StructBlock):
    image = ImageChooserBlock()
    caption = blocks.CharBlock()

    class Meta:
        template = "blog/blocks/picture.html"


class Quote(blocks.StructBlock):
    text = blocks.TextBlock()
    said_by = blocks.CharBlock()

    class Meta:
        template = "blog/blocks/quote.html"


class Body(blocks.StreamBlock):
    heading = Heading()
    paragraph = blocks.RichTextBlock(template="blog/blocks/paragraph.html")
    picture = Picture()
    quote = Quote()
    list = blocks.ListBlock(blocks.CharBlock())


def chosen(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        model, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


def picture() -> models.ForeignKey:
    return chosen("wagtailimages.Image")


def link() -> models.ForeignKey:
    return chosen("wagtailcore.Page")


@register_snippet
class Author(DraftStateMixin, RevisionMixin, models.Model):
    name = models.CharField(max_length=100)
    portrait = picture()


@register_snippet
class FooterText(DraftStateMixin, RevisionMixin, models.Model):
    body = RichTextField()


@register_setting
class Elsewhere(BaseGenericSetting):
    code = models.URLField()
    organisation = models.URLField()


class Section(Page):
    introduction = models.TextField()
    image = picture()

    def children(self) -> models.QuerySet:
        return self.get_children().live().specific()


class Tagged(TaggedItemBase):
    content_object = ParentalKey("Post", related_name="tagged_items")


class Authorship(Orderable):
    post = ParentalKey("Post", related_name="authorships")
    author = models.ForeignKey(Author, models.CASCADE)


class Post(Page):
    introduction = models.TextField()
    image = picture()
    body = StreamField(Body())
    published_on = models.DateField()
    tags = ClusterTaggableManager(through=Tagged)

    def authors(self) -> list[Author]:
        rows = self.authorships.filter(author__live=True).select_related("author")
        return [row.author for row in rows]

    def related(self) -> models.QuerySet:
        """Up to three of the posts beside it."""
        return self.get_siblings(inclusive=False).live().type(Post)[:3]


class Home(Page):
    image = picture()
    introduction = models.CharField(max_length=255)
    call = models.CharField(max_length=255)
    call_to = link()
    body = StreamField(Body())
    lead_image = picture()
    lead = RichTextField()
    first = link()
    second = link()
    third = link()
