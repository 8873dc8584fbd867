using KernelCli.Primitives;

namespace KernelCli.Correlation.Correlators;

/// <summary>What the correlators of bytes share: each source row is extended by its margins before anything is done with it.</summary>
internal abstract unsafe class ByteCorrelator : RowCorrelator
{
    private readonly AlignedBuffer _extended;

    protected ByteCorrelator(RowRange range)
    {
        (Extension, Samples) = (range.CreateExtension(), range.Samples);
        _extended = new AlignedBuffer(AlignedBuffer.RoundUp(Extension.Bytes));
    }

    /// <inheritdoc/>
    public override long ScratchBytes => _extended.Length;

    /// <summary>Margins and strides.</summary>
    protected RowExtension Extension { get; }

    /// <summary>Samples of an output row.</summary>
    protected int Samples { get; }

    /// <inheritdoc/>
    public sealed override void Enter(byte* source, byte* ringRow)
    {
        Extension.Extend(source, _extended.Pointer);
        Take(_extended.Pointer, ringRow);
    }

    /// <inheritdoc/>
    public sealed override void EnterConstant(byte* ringRow)
    {
        Extension.Fill(_extended.Pointer);
        Take(_extended.Pointer, ringRow);
    }

    /// <summary>Makes a ring row of an extended row.</summary>
    protected abstract void Take(byte* extended, byte* ringRow);
}
