"""Where the pound goes, as a page of the pack: what is spent on what, beside what came of it, and money held together."""

from wholeplace.publish.pages.value.page import PoundLead, pound_lead, value_page

__all__ = ["PoundLead", "pound_lead", "value_page"]
