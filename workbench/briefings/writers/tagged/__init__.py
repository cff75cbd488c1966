"""Tagged PDF on top of reportlab: screen readers find headings, tables and figures."""
