"""What slides and papers look like where they are opened: by LibreOffice, and by poppler."""

import subprocess
from pathlib import Path

# Dots to an inch: a slide 800 across, of which every word can still be read.
_DOTS = 60


def slides_as_pdf(slides: bytes, folder: Path) -> Path:
    """The slides as LibreOffice draws them; the file is made in the folder."""
    path = folder / "slides.pptx"
    path.write_bytes(slides)
    home = f"-env:UserInstallation=file://{folder}/office"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", path.name]
    subprocess.run(command, cwd=folder, check=True, timeout=300, capture_output=True)
    return folder / "slides.pdf"


def pages_of(pdf: Path, by: str = "pdftoppm") -> list[Path]:
    """A PNG of each page, beside the file, drawn by pdftoppm or by pdftocairo."""
    begins = pdf.with_name(f"{pdf.stem}-{by}")
    command = [by, "-r", str(_DOTS), "-png", str(pdf), str(begins)]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    return sorted(pdf.parent.glob(f"{begins.name}-*.png"))
