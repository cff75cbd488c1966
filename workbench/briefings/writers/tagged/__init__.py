"""Tagged PDF on top of reportlab: who reads with a screen reader gets headings, tables and figures."""
