"""Makes the HEIC files in this folder: python3 -m venv V && V/bin/pip install pillow-heif==1.8.1 && V/bin/python make.py P3.icc

x265 encodes them; what decodes them in the product, libheif-js, encodes nothing. P3.icc is the Display P3 profile of sharp:
(await sharp(await sharp({ create }).withIccProfile("p3").png().toBuffer()).metadata()).icc. All are lossless.
"""

import sys
from pathlib import Path

import pillow_heif
from PIL import Image, ImageDraw

folder = Path(__file__).parent
p3 = Path(sys.argv[1]).read_bytes()
lossless = {"quality": -1, "chroma": 444, "matrix_coefficients": 0}
RED, GREEN, BLUE, GREY = (255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 128, 128)


def corners(width=400, height=300, mode="RGB", background=BLUE):
    """Red at the top left, green at the top right."""
    picture = Image.new(mode, (width, height), background)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 99, 99), fill=RED)
    draw.rectangle((width - 100, 0, width - 1, 99), fill=GREEN)
    return picture


def save(name, picture, **options):
    picture.save(folder / f"{name}.heic", format="HEIF", **{**lossless, **options})


def exif(orientation):
    block = Image.Exif()
    block[0x0112] = orientation
    return block.tobytes()


def tiff_with_room(room=2000):
    """An EXIF block without an entry; tests write their own over it."""
    return b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0" + b"ROOM" * (room // 4)


pillow_heif.register_heif_opener()

save("plain", corners())
save("tagged", corners(), exif=tiff_with_room())

# As phones do it: the sensor's rows as they are, `irot`, and EXIF's orientation beside it, which the encoder keeps.
save("turned", corners().transpose(Image.Transpose.ROTATE_90), exif=exif(6))

# As phones do it: mirrored by `imir` (a front camera).
save("mirrored", corners().transpose(Image.Transpose.FLIP_LEFT_RIGHT), exif=exif(2))

# sRGB's (200, 50, 50) in the numbers of Display P3.
save("p3", Image.new("RGB", (64, 64), (184, 63, 56)), icc_profile=p3)

save("grid", corners(), tile_size=128)

clear = corners(mode="RGBA", background=(0, 0, 255, 0))
save("alpha", clear)

ten = Image.new("RGB", (64, 64), (200, 100, 50))
wide = bytes(value for channel in ten.tobytes() for value in (channel << 8).to_bytes(2, "little"))
heif = pillow_heif.from_bytes("RGB;16", (64, 64), wide)
pillow_heif.options.SAVE_HDR_TO_12_BIT = False
heif.save(folder / "ten-bit.heic", **lossless)

several = pillow_heif.from_pillow(Image.new("RGB", (64, 64), BLUE))
several.add_from_pillow(Image.new("RGB", (96, 64), RED))
several.save(folder / "several.heic", primary_index=1, **lossless)
