namespace KernelCli.Codecs.Png;

/// <summary>Adam7: the seven passes, each a picture of its own on a grid.</summary>
internal static class PngInterlace
{
    /// <summary>Start and step of each pass along both axes.</summary>
    public static ReadOnlySpan<(int X, int Y, int StepX, int StepY)> Passes =>
        new (int, int, int, int)[] { (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2) };

    /// <summary>Grid points of a pass along an axis.</summary>
    public static int Count(int length, int start, int step) => length > start ? (length - start + step - 1) / step : 0;
}
