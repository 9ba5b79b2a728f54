"""Where everything lives."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import components, sitemaps
from config.security_txt import security_txt
from guide import health, views

urlpatterns = [
    path("", include("guide.urls")),
    path("", include("services.urls")),
    path("", include("fees.urls")),
    path("", include("offices.urls")),
    path("", include("paper.urls")),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemaps.sitemap_file, name="sitemap-file"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", health.ready, name="healthz"),
    path("healthz/live", health.live, name="healthz_live"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path(
        f"{settings.ADMIN_PATH}components/",
        admin.site.admin_view(components.page),
        name="components",
    ),
    path(settings.ADMIN_PATH, admin.site.urls),
]
handler400 = "guide.views.bad_request"
handler404 = "guide.views.not_found"
handler500 = "guide.views.server_error"
