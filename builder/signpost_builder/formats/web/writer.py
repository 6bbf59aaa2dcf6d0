"""The web edition: a folder for any static server, and one file that opens by double-click."""

from signpost_builder import page
from signpost_builder.package import Package, read_asset


def packages(rendered: page.Rendered, options: None) -> tuple[Package, ...]:
    name = f"{rendered.edition.course.id}-web"
    whole = page.single_file(rendered, read_asset)
    return (
        Package(name=name, kind="folder", tree=page.site_files(rendered, "none")),
        Package(name=f"{name}.html", kind="file", tree={f"{name}.html": whole}),
    )
