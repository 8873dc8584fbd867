using System.Runtime.CompilerServices;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// The coefficients of one component, kept until all scans have been read. A row of blocks is allocated when it is first
/// written, so that a large size in the frame header alone takes no memory.
/// </summary>
internal sealed unsafe class CoefficientPlane(JpegComponent component, SamplePlane samples) : IBlockTarget
{
    private readonly AlignedBuffer?[] _rows = new AlignedBuffer[component.BlocksDown];
    private readonly bool[] _hasOthers = new bool[component.BlocksDown];

    public JpegComponent Component => component;

    /// <summary>Number of rows of blocks that became samples.</summary>
    public int RowsTransformed { get; private set; }

    /// <summary>The size of all coefficients of a component, in bytes.</summary>
    public static long Bytes(JpegComponent component) => (long)component.BlocksAcross * component.BlocksDown * ZigZag.Count * sizeof(short);

    /// <summary>
    /// The blocks of a row; null if the row has not been allocated, so that all its coefficients are 0.
    /// </summary>
    public short* RowIfAny(int y) => _rows[y] is { } row ? (short*)row.Pointer : null;

    /// <summary>The blocks of a row, which is allocated if necessary.</summary>
    public short* Row(int y)
    {
        AlignedBuffer row = _rows[y] ??= new AlignedBuffer((long)component.BlocksAcross * ZigZag.Count * sizeof(short));
        return (short*)row.Pointer;
    }

    /// <inheritdoc/>
    public short* Begin(int x, int y) => Row(y) + (x * ZigZag.Count);

    /// <inheritdoc/>
    public void End(int x, int y, int last)
    {
    }

    /// <inheritdoc/>
    public void Skip(int x, int y)
    {
    }

    /// <summary>Records that a row of blocks has non-zero AC coefficients.</summary>
    public void MarkHasAc(int y) => _hasOthers[y] = true;

    /// <summary>Whether a row of blocks has non-zero AC coefficients.</summary>
    public bool HasOthers(int y) => _hasOthers[y];

    /// <summary>Transforms the next MCU row of blocks into samples and releases its coefficients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void TransformNext()
    {
        short* none = stackalloc short[ZigZag.Count];
        new Span<short>(none, ZigZag.Count).Clear();
        for (int end = Math.Min(RowsTransformed + component.Vertical, component.BlocksDown); RowsTransformed < end; RowsTransformed++)
        {
            short* row = RowIfAny(RowsTransformed);
            for (int x = 0; x < component.BlocksAcross; x++)
            {
                short* block = row is null ? none : row + (x * ZigZag.Count);
                samples.Transform(block, x, RowsTransformed, IsFlat(block) ? 0 : ZigZag.Count - 1);
            }
            _rows[RowsTransformed] = null;
        }
    }

    private static bool IsFlat(short* block) => !new ReadOnlySpan<short>(block + 1, ZigZag.Count - 1).ContainsAnyExcept((short)0);
}
