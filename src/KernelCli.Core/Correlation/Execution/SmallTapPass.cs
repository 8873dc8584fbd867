using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Selection;
using KernelCli.Simd;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// A pass of three or five taps along one axis, from load to store in one loop. The store may apply the output step.
/// Exactly the requested sums are stored.
/// </summary>
internal abstract class SmallTapPass : IntegerPass
{
    /// <summary>Creates the pass over bytes or 16-bit samples to 16-bit sums.</summary>
    /// <param name="loop">The loop for the weights.</param>
    /// <param name="taps">Where each weight reads.</param>
    /// <param name="weights">16-bit weights; sums are right modulo 65536.</param>
    public static SmallTapPass Create<TSimd, TVector, TLoad>(LoopId loop, (int Row, int Sample)[] taps, long[] weights)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TLoad : struct, ISampleLoad<TVector> =>
            Create<TSimd, TVector, TLoad, Int16Store<TSimd, TVector>>(loop, taps, weights, default);

    /// <summary>Creates the pass that applies an output step.</summary>
    /// <inheritdoc cref="Create{TSimd, TVector, TLoad}"/>
    public static SmallTapPass CreateFused<TSimd, TVector>(LoopId loop, (int Row, int Sample)[] taps, long[] weights, OutputStep output)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => output.Loop switch
        {
            LoopId.Copy => Create<TSimd, TVector, Int16Load<TSimd, TVector>>(loop, taps, weights),
            LoopId.NarrowBySignedShift =>
                Narrow<TSimd, TVector, SignedShift<TSimd, TVector>>(loop, taps, weights, new(output.Addend, output.Bits)),
            LoopId.NarrowByUnsignedShift =>
                Narrow<TSimd, TVector, UnsignedShift<TSimd, TVector>>(loop, taps, weights, new(output.Addend, output.Bits)),
            LoopId.NarrowByReciprocal =>
                Narrow<TSimd, TVector, Division<TSimd, TVector>>(loop, taps, weights, new(output.Addend, output.Reciprocal, output.Bits)),
            _ => throw new UnreachableException($"{output.Loop} is not fused with taps"),
        };

    private static SmallTapPass Narrow<TSimd, TVector, TNarrowing>(LoopId loop, (int, int)[] taps, long[] weights, TNarrowing narrowing)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TNarrowing : struct, INarrowing<TVector> =>
        Create<TSimd, TVector, Int16Load<TSimd, TVector>, NarrowStore<TSimd, TVector, TNarrowing>>(loop, taps, weights, new(narrowing));

    private static SmallTapPass Create<TSimd, TVector, TLoad, TStore>(LoopId loop, (int, int)[] taps, long[] weights, TStore store)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TLoad : struct, ISampleLoad<TVector>
        where TStore : struct, ISumStore<TVector>
    {
        short[] narrow = Array.ConvertAll(weights, weight => (short)weight);
        var table = new TapTable(taps, TLoad.SampleBytes);
        return loop switch
        {
            LoopId.SmallTaps3Unit or LoopId.SmallTaps5Unit =>
                new Pass<TSimd, TVector, TLoad, UnitTaps<TSimd, TVector>, TStore>(table, narrow, store),
            LoopId.SmallTaps3Symmetric or LoopId.SmallTaps5Symmetric =>
                new Pass<TSimd, TVector, TLoad, SymmetricTaps<TSimd, TVector>, TStore>(table, narrow, store),
            LoopId.SmallTaps3Antisymmetric or LoopId.SmallTaps5Antisymmetric =>
                new Pass<TSimd, TVector, TLoad, AntisymmetricTaps<TSimd, TVector>, TStore>(table, narrow, store),
            LoopId.SmallTaps3Any or LoopId.SmallTaps5Any =>
                new Pass<TSimd, TVector, TLoad, AnyTaps<TSimd, TVector>, TStore>(table, narrow, store),
            _ => throw new UnreachableException($"{loop} is no loop of small taps"),
        };
    }

    private sealed unsafe class Pass<TSimd, TVector, TLoad, TSymmetry, TStore>(TapTable taps, short[] weights, TStore store) : SmallTapPass
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TLoad : struct, ISampleLoad<TVector>
        where TSymmetry : struct, ITapSymmetry<TVector>
        where TStore : struct, ISumStore<TVector>
    {
        // A block of 16-bit sums in the widest registers.
        private const int MaxBlockBytes = 128;

        public override void Run(byte** rows, int first, void* to, int count)
        {
            int inBlocks = count - (count % SmallTaps<TSimd, TVector>.Block());
            RunBlocks(taps.Resolve(rows, first), (byte*)to, inBlocks);
            if (inBlocks == count)
                return;
            byte* side = stackalloc byte[MaxBlockBytes];
            RunBlocks(taps.Resolve(rows, first + inBlocks), side, count - inBlocks);
            Unsafe.CopyBlockUnaligned((byte*)to + ((long)inBlocks * TStore.SampleBytes), side,
                (uint)((count - inBlocks) * TStore.SampleBytes));
        }

        private void RunBlocks(byte** addresses, byte* to, int count)
        {
            fixed (short* narrow = weights)
            {
                if (weights.Length == 3)
                    SmallTaps<TSimd, TVector>.Run3<TLoad, TSymmetry, TStore>(addresses, narrow, store, to, count);
                else
                    SmallTaps<TSimd, TVector>.Run5<TLoad, TSymmetry, TStore>(addresses, narrow, store, to, count);
            }
        }
    }
}
