"""Pages of who runs the instance: organisations, banks, operators, and the page that welcomes."""
