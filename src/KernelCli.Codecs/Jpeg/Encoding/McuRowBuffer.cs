using System.Runtime.CompilerServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>
/// The samples of one MCU row, by component. Partial MCUs are padded with the last pixel and the last row.
/// </summary>
internal sealed unsafe class McuRowBuffer
{
    // Full-range ITU-R BT.601 factors (JFIF 1.02), times 2^16 and rounded.
    private const int RedOfY = 19595, GreenOfY = 38470, BlueOfY = 7471;
    private const int RedOfCb = 11059, GreenOfCb = 21709, HalfOfC = 32768;
    private const int GreenOfCr = 27439, BlueOfCr = 5329;
    private const int Half = 1 << 15;

    private readonly JpegLayout _layout;
    private readonly int _width;
    private readonly int _filledWidth;
    private readonly AlignedBuffer[] _planes;
    private int _rows;

    public McuRowBuffer(JpegLayout layout, int width)
    {
        (_layout, _width) = (layout, width);
        _filledWidth = (width + layout.UnitPixels - 1) / layout.UnitPixels * layout.UnitPixels;
        Pitch = (nint)AlignedBuffer.RoundUp(_filledWidth);
        _planes = new AlignedBuffer[layout.Components];
        for (int i = 0; i < _planes.Length; i++)
            _planes[i] = new AlignedBuffer(Pitch * layout.UnitPixels);
    }

    /// <summary>Bytes from row to row.</summary>
    public nint Pitch { get; }

    /// <summary>MCUs in the row.</summary>
    public int Units => _filledWidth / _layout.UnitPixels;

    /// <summary>Whether there are no rows.</summary>
    public bool IsEmpty => _rows == 0;

    /// <summary>Whether all rows have been added.</summary>
    public bool IsFull => _rows == _layout.UnitPixels;

    /// <summary>The first row of a component.</summary>
    public byte* Plane(int component) => _planes[component].Pointer;

    /// <summary>Adds a row of gray or of interleaved red, green and blue.</summary>
    public void Add(ReadOnlySpan<byte> row)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(row.Length, _width * _planes.Length, nameof(row));
        nint at = _rows++ * Pitch;
        if (_planes.Length == 1)
            row.CopyTo(new Span<byte>(Plane(0) + at, _width));
        else
            fixed (byte* pixels = row)
                Convert(pixels, Plane(0) + at, Plane(1) + at, Plane(2) + at);
        foreach (AlignedBuffer plane in _planes)
            new Span<byte>(plane.Pointer + at + _width, _filledWidth - _width).Fill(plane.Pointer[at + _width - 1]);
    }

    /// <summary>Repeats the last row until the buffer is full, and subsamples chroma if the layout asks for it.</summary>
    public void Complete()
    {
        for (; !IsFull; _rows++)
            foreach (AlignedBuffer plane in _planes)
                Buffer.MemoryCopy(plane.Pointer + ((_rows - 1) * Pitch), plane.Pointer + (_rows * Pitch), Pitch, _filledWidth);
        if (_layout.LumaSampling == 2)
            for (int i = 1; i < _planes.Length; i++)
                Halve(Plane(i));
    }

    /// <summary>Begins the next row of MCUs.</summary>
    public void Clear() => _rows = 0;

    // Averages 2x2 samples. Halves are rounded down and up in turn, which avoids a bias.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Halve(byte* plane)
    {
        for (int y = 0; y < 8; y++)
        {
            byte* above = plane + (2 * y * Pitch), below = above + Pitch, to = plane + (y * Pitch);
            for (int x = 0; x < _filledWidth / 2; x++)
                to[x] = (byte)((above[2 * x] + above[(2 * x) + 1] + below[2 * x] + below[(2 * x) + 1] + 1 + (x & 1)) >> 2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Convert(byte* pixels, byte* luma, byte* blueDifference, byte* redDifference)
    {
        for (int x = 0; x < _width; x++, pixels += 3)
        {
            int red = pixels[0], green = pixels[1], blue = pixels[2];
            luma[x] = (byte)(((RedOfY * red) + (GreenOfY * green) + (BlueOfY * blue) + Half) >> 16);
            blueDifference[x] = (byte)(((-RedOfCb * red) - (GreenOfCb * green) + (HalfOfC * blue) + (128 << 16) + Half - 1) >> 16);
            redDifference[x] = (byte)(((HalfOfC * red) - (GreenOfCr * green) - (BlueOfCr * blue) + (128 << 16) + Half - 1) >> 16);
        }
    }
}
