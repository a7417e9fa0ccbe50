"""The desk: server-rendered pages for staff, organisers and coordinators. One file per page of the menu."""
