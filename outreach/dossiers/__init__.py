"""Stage 3: the PDFs. Letters and dossiers, built to PDF/A-3a and PDF/UA-1 and validated when built."""
