namespace KernelCli.Primitives;

/// <summary>How red, green and blue (as stored, not in linear light) are combined into one gray sample.</summary>
public enum Luma
{
    /// <summary>0.299 R + 0.587 G + 0.114 B.</summary>
    Bt601,

    /// <summary>0.2126 R + 0.7152 G + 0.0722 B.</summary>
    Bt709,

    /// <summary>(R + G + B) / 3.</summary>
    Average,

    /// <summary>The largest of the three.</summary>
    Max,

    /// <summary>The red channel.</summary>
    Red,

    /// <summary>The green channel.</summary>
    Green,

    /// <summary>The blue channel.</summary>
    Blue,
}
