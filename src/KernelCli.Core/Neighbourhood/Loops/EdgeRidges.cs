using System.Numerics;
using System.Runtime.CompilerServices;

namespace KernelCli.Neighbourhood.Loops;

/// <summary>
/// Canny's ridges: samples whose squared magnitude is greater than that of the neighbour on one side across the edge and not
/// less than that on the other. Squares of float32 derivatives are compared in double; each is exact, and their sum is
/// rounded once, so that every vector width decides alike.
/// </summary>
/// <param name="Low">Square of the lower threshold.</param>
/// <param name="High">Square of the higher threshold.</param>
internal readonly unsafe record struct EdgeRidges(double Low, double High)
{
    /// <summary>No edge.</summary>
    public const byte None = 0;

    /// <summary>A ridge between the thresholds.</summary>
    public const byte Weak = 1;

    /// <summary>A ridge that reaches the higher threshold, or is joined to one.</summary>
    public const byte Strong = 2;

    /// <summary>NaN, or beside it.</summary>
    public const byte Undefined = 3;

    // tan 22.5 degrees: below it a direction is rounded to that of an axis.
    private const double AxisSlope = 0.41421356237309503;

    // Registers of double whose labels make one register of bytes.
    private const int Registers = 8;

    /// <summary>Squared magnitudes of derivatives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Squares(float* across, float* down, double* to, int count)
    {
        int lanes = Vector<double>.Count, i = 0;
        for (; i <= count - (2 * lanes); i += 2 * lanes)
        {
            Vector.Widen(Vector.Load(across + i), out Vector<double> x0, out Vector<double> x1);
            Vector.Widen(Vector.Load(down + i), out Vector<double> y0, out Vector<double> y1);
            Vector.Store((x0 * x0) + (y0 * y0), to + i);
            Vector.Store((x1 * x1) + (y1 * y1), to + i + lanes);
        }
        for (; i < count; i++)
            to[i] = ((double)across[i] * across[i]) + ((double)down[i] * down[i]);
    }

    /// <summary>Labels a row.</summary>
    /// <param name="across">Its derivatives along the row.</param>
    /// <param name="down">Its derivatives down the columns.</param>
    /// <param name="squares">The squares of the row above, the row and the row below, each with a pixel on either side.</param>
    /// <param name="channels">Samples of a pixel.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="count">Samples of the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Label(float* across, float* down, double** squares, int channels, byte* labels, int count)
    {
        double* above = squares[0], own = squares[1], below = squares[2];
        int lanes = Vector<double>.Count, i = 0;
        Vector<long>* found = stackalloc Vector<long>[Registers];
        for (; i <= count - (Registers * lanes); i += Registers * lanes)
        {
            for (int k = 0; k < Registers; k += 2)
            {
                int at = i + (k * lanes);
                Vector.Widen(Vector.Load(across + at), out Vector<double> x0, out Vector<double> x1);
                Vector.Widen(Vector.Load(down + at), out Vector<double> y0, out Vector<double> y1);
                found[k] = Label(x0, y0, above + at, own + at, below + at, channels);
                found[k + 1] = Label(x1, y1, above + at + lanes, own + at + lanes, below + at + lanes, channels);
            }
            Vector<short> low = Vector.Narrow(Vector.Narrow(found[0], found[1]), Vector.Narrow(found[2], found[3]));
            Vector<short> high = Vector.Narrow(Vector.Narrow(found[4], found[5]), Vector.Narrow(found[6], found[7]));
            Vector.Store(Vector.AsVectorByte(Vector.Narrow(low, high)), labels + i);
        }
        for (; i < count; i++)
            labels[i] = LabelOne(across[i], down[i], above + i + channels, own + i + channels, below + i + channels, channels);
    }

    // Addresses are a pixel to the left of the lanes' samples.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<long> Label(Vector<double> x, Vector<double> y, double* above, double* own, double* below, int channels)
    {
        Vector<double> a0 = Vector.Load(above), a1 = Vector.Load(above + channels), a2 = Vector.Load(above + (2 * channels));
        Vector<double> b0 = Vector.Load(own), square = Vector.Load(own + channels), b2 = Vector.Load(own + (2 * channels));
        Vector<double> c0 = Vector.Load(below), c1 = Vector.Load(below + channels), c2 = Vector.Load(below + (2 * channels));
        Vector<double> slope = new(AxisSlope), width = Vector.Abs(x), height = Vector.Abs(y);
        Vector<long> isAcross = Vector.LessThanOrEqual(height, width * slope), isDown = Vector.LessThanOrEqual(width, height * slope);
        Vector<long> falls = Vector.LessThan(x, Vector<double>.Zero) ^ Vector.LessThan(y, Vector<double>.Zero);
        Vector<double> first = Vector.ConditionalSelect(falls, a2, a0), second = Vector.ConditionalSelect(falls, c0, c2);
        first = Vector.ConditionalSelect(isAcross, b0, Vector.ConditionalSelect(isDown, a1, first));
        second = Vector.ConditionalSelect(isAcross, b2, Vector.ConditionalSelect(isDown, c1, second));
        Vector<long> isRidge = Vector.GreaterThan(square, first) & Vector.GreaterThanOrEqual(square, second)
            & Vector.GreaterThanOrEqual(square, new Vector<double>(Low)) & Vector.GreaterThan(square, Vector<double>.Zero);

        // A mask is -1: 1 for a ridge, 1 more for a high one.
        Vector<long> label = -isRidge - (isRidge & Vector.GreaterThanOrEqual(square, new Vector<double>(High)));
        Vector<double> all = a0 + a1 + a2 + (b0 + square + b2) + (c0 + c1 + c2);
        return Vector.ConditionalSelect(Vector.Equals(all, all), label, new Vector<long>(Undefined));
    }

    private byte LabelOne(float x, float y, double* above, double* own, double* below, int channels)
    {
        double square = *own;
        if (double.IsNaN(Around(above, channels) + Around(own, channels) + Around(below, channels)))
            return Undefined;
        if (square < Low || square == 0)
            return None;
        double width = Math.Abs((double)x), height = Math.Abs((double)y);

        // The neighbours across the edge, that to the left or above first.
        (double first, double second) = height <= width * AxisSlope ? (own[-channels], own[channels])
            : width <= height * AxisSlope ? (*above, *below)
            : (x < 0) == (y < 0) ? (above[-channels], below[channels])
            : (above[channels], below[-channels]);
        return square > first && square >= second ? square >= High ? Strong : Weak : None;
    }

    private static double Around(double* at, int channels) => at[-channels] + *at + at[channels];
}
