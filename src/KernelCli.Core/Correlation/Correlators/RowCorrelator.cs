namespace KernelCli.Correlation.Correlators;

/// <summary>
/// The arithmetic of one correlation, a row at a time: each source row enters once and leaves its mark in a ring row; each
/// output row is made of the ring rows under the kernel. It never sees a border: margins and rows outside are data.
/// Built by a plan that has proved its ranges; running neither throws nor allocates.
/// </summary>
internal abstract unsafe class RowCorrelator
{
    /// <summary>Outputs whose sums are made before they are turned into samples: few enough that the sums stay in the first-level cache.</summary>
    protected const int Piece = 1024;

    /// <summary>Bytes of a ring row.</summary>
    public abstract long RingRowBytes { get; }

    /// <summary>Rows above the first tap that are kept from the outputs before, and stand at negative indices from the second output on.</summary>
    public virtual int Kept => 0;

    /// <summary>Rows above the first tap that <see cref="Leave"/> looks at as well, at negative indices.</summary>
    public virtual int Above => 0;

    /// <summary>Rows below the last tap that <see cref="Leave"/> looks at as well.</summary>
    public virtual int Below => 0;

    /// <summary>Bytes held besides the ring.</summary>
    public abstract long ScratchBytes { get; }

    /// <summary>Takes in a source row.</summary>
    /// <param name="source">The picture's row, all of it and no more.</param>
    /// <param name="ringRow">Where what is kept of it goes.</param>
    public abstract void Enter(byte* source, byte* ringRow);

    /// <summary>Makes the ring row of a row that is the border's constant all over.</summary>
    public abstract void EnterConstant(byte* ringRow);

    /// <summary>Makes one output row.</summary>
    /// <param name="rows">The ring rows under the kernel's rows, top to bottom.</param>
    /// <param name="position">The source position of the first, which may be negative.</param>
    /// <param name="to">The output row; exactly its samples are written.</param>
    public abstract void Leave(byte** rows, long position, byte* to);
}
