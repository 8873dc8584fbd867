using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Codecs.Jpeg.Transforms;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>The samples of one component: a ring buffer of MCU rows, which are produced on demand.</summary>
internal sealed unsafe class SamplePlane
{
    private readonly AlignedBuffer _samples;
    private readonly AlignedBuffer _quantisers = new(ZigZag.Count * sizeof(short));
    private readonly nint _pitch;
    private readonly int _ringRows;
    private bool _hasQuantisers;

    /// <param name="component">The component.</param>
    /// <param name="mcuRows">How many MCU rows the ring buffer holds, at least two: those produced at a time and the one before.</param>
    public SamplePlane(JpegComponent component, int mcuRows)
    {
        Debug.Assert(mcuRows >= 2);
        Component = component;
        _pitch = (nint)AlignedBuffer.RoundUp(component.BlocksAcross * 8);
        _ringRows = mcuRows * 8 * component.Vertical;
        _samples = new AlignedBuffer(_pitch * _ringRows);
    }

    public JpegComponent Component { get; }

    /// <summary>The size of the ring buffer, in bytes.</summary>
    public static long Bytes(JpegComponent component, int mcuRows) =>
        AlignedBuffer.RoundUp(component.BlocksAcross * 8) * mcuRows * 8 * component.Vertical;

    /// <summary>Produces the rows; set before the first one is read.</summary>
    public ISampleProducer Producer { private get; set; } = null!;

    /// <summary>Copies the component's quantisation table as it is at its first scan; later calls do nothing.</summary>
    /// <exception cref="ImageFormatException">No segment defines the table.</exception>
    public void SetQuantisers(JpegTables tables, EntropyReader reader)
    {
        if (_hasQuantisers)
            return;
        _hasQuantisers = true;
        ReadOnlySpan<ushort> table = tables.Quantisers(Component.QuantiserSlot)
            ?? throw new ImageFormatException("JPEG", reader.Offset,
                $"component {Component.Id} uses quantisation table {Component.QuantiserSlot}, which no segment gives");
        table.CopyTo(new Span<ushort>(_quantisers.Pointer, ZigZag.Count));
    }

    /// <summary>
    /// A row of samples; rows above and below the picture repeat the first and the last. A row is valid until rows of an MCU
    /// row after the next one are asked for.
    /// </summary>
    public byte* Row(int y)
    {
        y = Math.Clamp(y, 0, Component.Height - 1);
        while (y >= Producer.ReadyRows(Component))
            Producer.Produce();
        Debug.Assert(y >= Producer.ReadyRows(Component) - _ringRows, "the ring still holds the row");
        return _samples.Pointer + (y % _ringRows * _pitch);
    }

    /// <summary>The two rows nearest to row <paramref name="y"/> of the component at twice its height.</summary>
    /// <param name="y">A row at twice the height.</param>
    /// <param name="near">The nearer one.</param>
    /// <param name="far">The farther one.</param>
    public void Neighbours(int y, out byte* near, out byte* far)
    {
        bool lower = (y & 1) != 0;

        // The later row is fetched first, because that may produce rows and overwrite old ones.
        byte* below = Row((y / 2) + (lower ? 1 : 0)), above = Row((y / 2) - (lower ? 0 : 1));
        near = lower ? above : below;
        far = lower ? below : above;
    }

    /// <summary>
    /// Transforms the block at column <paramref name="x"/> and row <paramref name="y"/> of blocks into samples;
    /// <paramref name="last"/> is 0 if only its DC coefficient is non-zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Transform(short* block, int x, int y, int last)
    {
        Debug.Assert((uint)last < ZigZag.Count && (uint)x < (uint)Component.BlocksAcross);
        byte* to = _samples.Pointer + (8 * y % _ringRows * _pitch) + (8 * (nint)x);
        short* quantisers = (short*)_quantisers.Pointer;
        if (last == 0)
            InverseDct.RunFlat((short)(block[0] * quantisers[0]), to, _pitch);
        else
            InverseDct.Run(block, quantisers, to, _pitch);
    }

    /// <summary>
    /// Creates a target that transforms each block as it is decoded. Several of them may work at the same time, on blocks of
    /// different rows.
    /// </summary>
    public IBlockTarget CreateTarget() => new Target(this);

    private sealed class Target(SamplePlane plane) : IBlockTarget
    {
        private readonly AlignedBuffer _block = new(ZigZag.Count * sizeof(short));

        /// <inheritdoc/>
        public short* Begin(int x, int y) => (short*)_block.Pointer;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void End(int x, int y, int last)
        {
            plane.Transform((short*)_block.Pointer, x, y, last);
            _block.Span.Clear();
        }

        /// <inheritdoc/>
        public void Skip(int x, int y)
        {
            _block.Span.Clear();
            plane.Transform((short*)_block.Pointer, x, y, 0);
        }
    }
}
