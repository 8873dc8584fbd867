namespace KernelCli.Primitives;

/// <summary>
/// The orientation of stored pixels, with the values of the EXIF tag 0x0112.
/// Each name is the transformation that makes the stored pixels upright.
/// </summary>
public enum Orientation
{
    /// <summary>No transformation.</summary>
    Normal = 1,

    /// <summary>Mirror left to right.</summary>
    FlipHorizontal = 2,

    /// <summary>Rotate by 180 degrees.</summary>
    Rotate180 = 3,

    /// <summary>Mirror top to bottom.</summary>
    FlipVertical = 4,

    /// <summary>Mirror across the main diagonal: rows become columns.</summary>
    Transpose = 5,

    /// <summary>Rotate by 90 degrees clockwise.</summary>
    Rotate90 = 6,

    /// <summary>Mirror across the other diagonal.</summary>
    Transverse = 7,

    /// <summary>Rotate by 270 degrees clockwise.</summary>
    Rotate270 = 8,
}
