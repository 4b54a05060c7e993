"""`{% load etrier %}`: every filter and component of the pages, under one name."""

from django import template

from etrier.ui.templatetags import etrier_components, etrier_filters

register = template.Library()
for library in (etrier_filters.register, etrier_components.register):
    register.filters.update(library.filters)
    register.tags.update(library.tags)
