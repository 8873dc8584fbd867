namespace KernelCli.Primitives;

/// <summary>
/// How stored rows relate to the picture as it is meant to be seen: the values of the EXIF tag 0x0112.
/// The names say what must be done to the stored pixels.
/// </summary>
public enum Orientation
{
    /// <summary>Nothing.</summary>
    Normal = 1,

    /// <summary>Mirror left to right.</summary>
    FlipHorizontal = 2,

    /// <summary>Turn by 180 degrees.</summary>
    Rotate180 = 3,

    /// <summary>Mirror top to bottom.</summary>
    FlipVertical = 4,

    /// <summary>Mirror along the main diagonal: rows become columns.</summary>
    Transpose = 5,

    /// <summary>Turn by 90 degrees clockwise.</summary>
    Rotate90 = 6,

    /// <summary>Mirror along the other diagonal.</summary>
    Transverse = 7,

    /// <summary>Turn by 270 degrees clockwise.</summary>
    Rotate270 = 8,
}
