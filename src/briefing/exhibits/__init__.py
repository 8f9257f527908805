"""What a chapter calls: tables and figures, each with a caption that states its finding."""
