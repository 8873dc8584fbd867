using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>One axis of a small separable kernel of whole numbers, or its last pass and the finish in one: exactly the sums asked for are stored.</summary>
internal abstract class LineStage : IntegerStage
{
    /// <summary>The fastest loop for some weights, or null where there are not three or five.</summary>
    /// <param name="taps">Where each weight reads.</param>
    /// <param name="weights">16-bit weights; sums are right modulo 65536.</param>
    /// <param name="store">What becomes of the sums.</param>
    public static LineStage? TryCreate<TSimd, TVector, TLoad, TStore>((int Row, int Sample)[] taps, ReadOnlySpan<long> weights, TStore store)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TLoad : struct, ISampleLoad<TVector>
        where TStore : struct, ISumStore<TVector>
    {
        if (weights.Length is not (3 or 5))
            return null;
        bool unit = true, symmetric = weights[0] == 1, antisymmetric = weights[0] == -1;
        short[] line = new short[weights.Length];
        for (int i = 0; i < line.Length; i++)
        {
            unit &= weights[i] == 1;
            symmetric &= weights[i] == weights[^(i + 1)];
            antisymmetric &= weights[i] == -weights[^(i + 1)];
            line[i] = (short)weights[i];
        }
        var table = new TapTable(taps, TLoad.SampleBytes);
        return unit ? new Shaped<TSimd, TVector, TLoad, UnitTaps<TSimd, TVector>, TStore>(table, line, store)
            : symmetric ? new Shaped<TSimd, TVector, TLoad, SymmetricTaps<TSimd, TVector>, TStore>(table, line, store)
            : antisymmetric ? new Shaped<TSimd, TVector, TLoad, AntisymmetricTaps<TSimd, TVector>, TStore>(table, line, store)
            : new Shaped<TSimd, TVector, TLoad, AnyTaps<TSimd, TVector>, TStore>(table, line, store);
    }

    private sealed unsafe class Shaped<TSimd, TVector, TLoad, TShape, TStore>(TapTable taps, short[] weights, TStore store) : LineStage
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TLoad : struct, ISampleLoad<TVector>
        where TShape : struct, ITapShape<TVector>
        where TStore : struct, ISumStore<TVector>
    {
        // A block of the widest register, of 16-bit sums.
        private const int LargestBlock = 128;

        public override void Run(byte** rows, int first, void* to, int count)
        {
            int whole = count - (count % LineSums.Block<TSimd, TVector>());
            RunBlocks(taps.Resolve(rows, first), (byte*)to, whole);
            if (whole == count)
                return;
            byte* side = stackalloc byte[LargestBlock];
            RunBlocks(taps.Resolve(rows, first + whole), side, count - whole);
            Unsafe.CopyBlockUnaligned((byte*)to + ((long)whole * TStore.SampleBytes), side, (uint)((count - whole) * TStore.SampleBytes));
        }

        private void RunBlocks(byte** addresses, byte* to, int count)
        {
            fixed (short* line = weights)
            {
                if (weights.Length == 3)
                    LineSums.Run3<TSimd, TVector, TLoad, TShape, TStore>(addresses, line, store, to, count);
                else
                    LineSums.Run5<TSimd, TVector, TLoad, TShape, TStore>(addresses, line, store, to, count);
            }
        }
    }
}
