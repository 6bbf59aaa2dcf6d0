/**
 * The view of every stub library: shows each text of its parameters, its pictures, and the types that stand in it.
 *
 * Written for the tests; the real types are not ours to ship. `MACHINE_NAME` is put in when a library is made.
 */
H5P["MACHINE_NAME".split(".")[1]] = (function () {
  class View extends H5P.EventDispatcher {
    constructor(params, contentId) {
      super();
      this.params = params;
      this.contentId = contentId;
    }

    attach($container) {
      $container.addClass("MACHINE_NAME".toLowerCase().replace(".", "-"));
      this.show(this.params, $container);
    }

    show(value, $place) {
      if (typeof value === "string") {
        H5P.jQuery("<div>").html(value).appendTo($place);
      } else if (value && value.library) {
        H5P.newRunnable(value, this.contentId, H5P.jQuery("<section>").appendTo($place));
      } else if (value && value.path) {
        H5P.jQuery("<img>", { src: H5P.getPath(value.path, this.contentId), alt: "" }).appendTo($place);
      } else if (value && typeof value === "object") {
        Object.values(value).forEach((inner) => this.show(inner, $place));
      }
    }
  }

  return View;
})();
