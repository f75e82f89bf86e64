"""The manual pages, made from what is written elsewhere: headers, reasons, pages of docs/, the command line's own tree."""
