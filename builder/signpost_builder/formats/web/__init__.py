"""The course as a folder for any web server."""
