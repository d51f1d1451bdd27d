"""What people read when a photo is not taken."""

TEXTS: dict[str, tuple[str, str]] = {
    "PHOTO_TYPE_NOT_TAKEN": ("请上传 JPG、PNG 或 WebP 格式的照片", "Photos are taken as JPEG, PNG or WebP."),
    "PHOTO_TOO_HEAVY": ("照片不能超过 {most_kb} KB,请压缩后再上传", "A photo may have up to {most_kb} KB."),
    "TOO_MANY_PHOTOS": ("这件商品最多上传 {most} 张照片", "There can be up to {most} photos of this line."),
    "EVIDENCE_NOT_YOURS": (
        "这张照片不能用于这次申请,请重新上传",
        "This photo cannot be used for this application; upload another.",
    ),
    "PHOTO_NO_PHOTO": ("上传的文件不是照片,请重新拍一张", "What was uploaded is no photo; take another."),
    "PHOTO_HEIC": ("暂不支持 HEIC 格式,请用 JPG 格式上传", "HEIC is not taken; upload it as JPEG."),
    "PHOTO_TOO_LARGE": ("照片尺寸太大,请压缩后再上传", "The photo has too many pixels; upload a smaller one."),
    "PHOTO_TOO_SMALL": ("照片太小看不清,请上传原图", "The photo is too small to show anything; upload the original."),
    "PHOTO_ANIMATED": ("暂不支持动图,请上传照片", "Moving pictures are not taken; upload a photo."),
    "PHOTO_UNREADABLE": ("照片没有传完整,请重新上传", "The photo did not arrive whole; upload it again."),
}
