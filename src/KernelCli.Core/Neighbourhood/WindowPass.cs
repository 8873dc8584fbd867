using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood;

/// <summary>One pass of a window over the rows: what is looked at, and the filter that makes rows of results from it.</summary>
internal abstract record WindowPass
{
    /// <summary>The cells that are looked at.</summary>
    public required FilterWindow Window { get; init; }

    /// <summary>Whether NaN is left out of the windows, instead of making their results NaN.</summary>
    public bool LeavesOutNaN { get; init; }

    /// <summary>Whether the last channel is alpha, by which means are weighted.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>How much the cells of the window count.</summary>
    private protected CellWeights CellWeights => HasAlpha ? CellWeights.Alpha : LeavesOutNaN ? CellWeights.Numbers : CellWeights.Equal;

    /// <summary>How the pass computes a sample type, for the user.</summary>
    public abstract string Describe(SampleType source);

    /// <summary>The type of the results: that of the source unless the pass says otherwise.</summary>
    public virtual SampleType Result(SampleType source) => source;

    /// <summary>The samples that one source sample becomes, one after another in the row of results.</summary>
    public virtual int Planes => 1;

    /// <summary>Makes the filter of a strip for a vector width.</summary>
    public abstract RowWindowFilter Create<TSimd, TVector>(Strip strip, int strideY)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>Plans the pass over rows of a format.</summary>
    /// <param name="geometry">Where windows lie.</param>
    /// <param name="format">The format of the source rows.</param>
    /// <param name="constant">The value of a constant border, in the unit of the samples.</param>
    /// <param name="white">The value of white, in the unit of the samples; alpha of a constant border.</param>
    /// <param name="width">The vector width.</param>
    public WindowPlan Plan(PassGeometry geometry, PixelFormat format, double constant, double white, VectorWidth width) => new()
    {
        Horizontal = geometry.Horizontal,
        Vertical = geometry.Vertical,
        Channels = format.Channels,
        Source = format.Sample,
        Result = Result(format.Sample),
        Border = geometry.Border,
        Constant = WindowPlan.PixelOf(constant, format, white),
        CreateFilter = strip => VectorWidths.Dispatch<Factory, RowWindowFilter>(width,
            new Factory(this, strip, geometry.Vertical.Stride)),
    };

    private readonly struct Factory(WindowPass pass, Strip strip, int strideY) : IWidthFunction<RowWindowFilter>
    {
        public RowWindowFilter Invoke<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => pass.Create<TSimd, TVector>(strip, strideY);
    }
}

/// <summary>How much the cells of a window count.</summary>
internal enum CellWeights
{
    /// <summary>All alike.</summary>
    Equal,

    /// <summary>1 each, but 0 where there is NaN, in float32.</summary>
    Numbers,

    /// <summary>As much as the last channel of their pixel says.</summary>
    Alpha,
}
