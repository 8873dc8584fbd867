using System.Diagnostics;
using KernelCli.Codecs.Frames;

namespace KernelCli.Codecs.Gif;

/// <summary>A frame of a GIF: where its parts are in the file, and how it is drawn.</summary>
internal sealed record GifFrame
{
    /// <summary>Delays are stored in hundredths of a second.</summary>
    public const int UnitsPerSecond = 100;

    /// <summary>Disposal methods as they are stored (GIF89a, section 23).</summary>
    public const int DoNotDispose = 1, RestoreToBackground = 2, RestoreToPrevious = 3;

    /// <summary>The left edge on the canvas.</summary>
    public required int Left { get; init; }

    /// <summary>The top edge on the canvas.</summary>
    public required int Top { get; init; }

    /// <summary>Pixels of a row, at least 1; they may exceed the canvas.</summary>
    public required int Width { get; init; }

    /// <summary>Rows, at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>Whether rows are stored in four passes.</summary>
    public required bool IsInterlaced { get; init; }

    /// <summary>The colours: red, green and blue of each index.</summary>
    public required GifColorTable Colors { get; init; }

    /// <summary>The offset of the first data block.</summary>
    public required long DataOffset { get; init; }

    /// <summary>The size of a pixel's code in bits, 2 to 8.</summary>
    public required int CodeBits { get; init; }

    /// <summary>The index of transparent pixels, or -1.</summary>
    public required int Transparent { get; init; }

    /// <summary>What happens to the frame's area afterwards.</summary>
    public required FrameDisposal Disposal { get; init; }

    /// <summary>How long the frame is shown, in hundredths of a second.</summary>
    public required int Delay { get; init; }

    /// <summary>Whether every pixel of a canvas is in the frame, and none is transparent.</summary>
    public bool Covers(int width, int height) =>
        Transparent < 0 && Left == 0 && Top == 0 && Width >= width && Height >= height;

    /// <summary>The row of the frame that is stored at position <paramref name="index"/>.</summary>
    public int RowAt(int index)
    {
        Debug.Assert(index >= 0 && index < Height, "each stored row is a row of the frame");
        if (!IsInterlaced)
            return index;

        // GIF89a, appendix E: rows 0, 8, 16...; 4, 12...; 2, 6...; 1, 3...
        foreach ((int first, int step) in (ReadOnlySpan<(int, int)>)[(0, 8), (4, 8), (2, 4), (1, 2)])
        {
            int rows = Height <= first ? 0 : ((Height - first - 1) / step) + 1;
            if (index < rows)
                return first + (index * step);
            index -= rows;
        }
        throw new UnreachableException();
    }
}

/// <summary>A color table with 256 entries; those that the file does not give are black.</summary>
internal sealed class GifColorTable
{
    /// <summary>The number of entries.</summary>
    public const int Entries = 256;

    private readonly byte[] _samples = new byte[3 * Entries];

    /// <param name="stored">Red, green and blue of the entries that the file gives, at most 256.</param>
    public GifColorTable(ReadOnlySpan<byte> stored)
    {
        Debug.Assert(stored.Length <= 3 * Entries && stored.Length % 3 == 0, "a table has at most 256 entries");
        stored.CopyTo(_samples);
        IsGray = true;
        for (int i = 0; i < stored.Length; i += 3)
            IsGray &= stored[i] == stored[i + 1] && stored[i] == stored[i + 2];
    }

    /// <summary>Whether all colours are gray.</summary>
    public bool IsGray { get; }

    /// <summary>Red, green and blue of each entry.</summary>
    public ReadOnlySpan<byte> Samples => _samples;
}
