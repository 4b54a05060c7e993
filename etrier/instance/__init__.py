"""Running the instance: organisations opened, banks registered, advisers invited; no file is seen."""
