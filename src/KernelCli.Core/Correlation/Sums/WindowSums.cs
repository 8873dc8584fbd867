using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>
/// Sums over every window of a fixed width along a row. Windows of 2, 4, 8, ... are built by adding a row to itself shifted,
/// and a window of any width is put together from those that its binary digits name: the cost grows with the number
/// of digits, and each output is added up in the same order wherever a row is cut.
/// </summary>
internal static unsafe class WindowSums
{
    /// <summary><c>to[i] = sum over k below width of row[i + k * step]</c> in 16-bit lanes, modulo 65536. The row is used up.</summary>
    /// <param name="row">At least <c>count + (width - 1) * step</c> samples, and a block of slack.</param>
    /// <param name="length">Samples of the row.</param>
    /// <param name="width">Samples in a window.</param>
    /// <param name="step">Samples from one to the next: the channels.</param>
    /// <param name="to">The sums.</param>
    /// <param name="count">Number of sums.</param>
    public static void Run16<TSimd, TVector>(short* row, int length, int width, int step, short* to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int done = 0;
        for (int window = 1; window <= width; window *= 2)
        {
            if ((width & window) != 0)
            {
                if (done == 0)
                    Buffer.MemoryCopy(row, to, (long)count * 2, (long)count * 2);
                else
                    BoxSums.Add16<TSimd, TVector>(to, row + (done * step), to, count);
                done += window;
            }
            length -= window * step;
            if (2 * window <= width)
                BoxSums.Add16<TSimd, TVector>(row, row + (window * step), row, length);
        }
    }

    /// <inheritdoc cref="Run16"/>
    public static void RunS<TSimd, TVector>(float* row, int length, int width, int step, float* to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int done = 0;
        for (int window = 1; window <= width; window *= 2)
        {
            if ((width & window) != 0)
            {
                if (done == 0)
                    Buffer.MemoryCopy(row, to, (long)count * 4, (long)count * 4);
                else
                    BoxSums.AddS<TSimd, TVector>(to, row + (done * step), to, count);
                done += window;
            }
            length -= window * step;
            if (2 * window <= width)
                BoxSums.AddS<TSimd, TVector>(row, row + (window * step), row, length);
        }
    }
}
