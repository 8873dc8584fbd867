using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Codecs.Jpeg.Transforms;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>The samples of one component: a ring buffer of two MCU rows, which are produced on demand.</summary>
internal sealed unsafe class SamplePlane : IBlockTarget
{
    private readonly AlignedBuffer _samples;
    private readonly AlignedBuffer _block = new(ZigZag.Count * sizeof(short));
    private readonly AlignedBuffer _quantisers = new(ZigZag.Count * sizeof(short));
    private readonly nint _pitch;
    private readonly int _ringRows;
    private int _readyRows;
    private bool _hasQuantisers;
    private ISampleProducer? _producer;

    public SamplePlane(JpegComponent component)
    {
        Component = component;
        _pitch = (nint)AlignedBuffer.RoundUp(component.BlocksAcross * 8);
        _ringRows = 2 * 8 * component.Vertical;
        _samples = new AlignedBuffer(_pitch * _ringRows);
    }

    public JpegComponent Component { get; }

    /// <summary>The size of the ring buffer, in bytes.</summary>
    public static long Bytes(JpegComponent component) => AlignedBuffer.RoundUp(component.BlocksAcross * 8) * 2 * 8 * component.Vertical;

    /// <summary>Produces the rows.</summary>
    public ISampleProducer Producer
    {
        set => _producer = value;
    }

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
    /// A row of samples; rows above and below the picture repeat the first and the last. The row is valid until the second
    /// MCU row after its own is produced.
    /// </summary>
    public byte* Row(int y)
    {
        y = Math.Clamp(y, 0, Component.Height - 1);
        while (y >= _readyRows)
            _producer!.Produce();
        Debug.Assert(y >= _readyRows - _ringRows, "the ring still holds the row");
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
        _readyRows = 8 * (y + 1);
    }

    /// <inheritdoc/>
    public void Skip(int x, int y)
    {
        _block.Span.Clear();
        Transform((short*)_block.Pointer, x, y, 0);
    }

    /// <inheritdoc/>
    public short* Begin(int x, int y) => (short*)_block.Pointer;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void End(int x, int y, int last)
    {
        Transform((short*)_block.Pointer, x, y, last);
        _block.Span.Clear();
    }
}
