using System.Runtime.CompilerServices;
using KernelCli.Correlation.Selection;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Output;

/// <summary>Converts integer sums to integer samples by a product of 64 bits: <see cref="ProductForm"/>.</summary>
internal sealed unsafe class ProductConverter<TSimd, TVector, TReader>(SampleType result, ProductForm form) : BlockConverter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TReader : struct, IIntegerReader<TSimd, TVector>
{
    protected override int BlockSamples => TSimd.Bytes;

    public override int SampleBytes => result.Bytes();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void RunBlocks(void* sums, void* to, int from, int end)
    {
        int lanes = TSimd.Bytes / 4;
        var constants = new Constants(form);
        if (result is SampleType.UInt8)
            for (int i = from; i < end; i += 4 * lanes)
            {
                TVector low = TSimd.Narrow32To16(constants.Quotient(sums, i), constants.Quotient(sums, i + lanes));
                TVector high = TSimd.Narrow32To16(constants.Quotient(sums, i + (2 * lanes)), constants.Quotient(sums, i + (3 * lanes)));
                TSimd.Store((byte*)to + i, TSimd.Narrow16To8(low, high));
            }
        else
            for (int i = from; i < end; i += 2 * lanes)
            {
                TVector low = constants.Quotient(sums, i), high = constants.Quotient(sums, i + lanes);
                TSimd.Store((short*)to + i, result is SampleType.UInt16 ? TSimd.Narrow32ToU16(low, high) : TSimd.Narrow32To16(low, high));
            }
    }

    private readonly struct Constants(ProductForm form)
    {
        private readonly TVector _origin = TSimd.Broadcast32(form.From);
        private readonly TVector _factor = TSimd.Broadcast32((int)form.Factor);
        private readonly TVector _addend = TSimd.Broadcast64(form.Addend);
        private readonly TVector _lift = TSimd.Broadcast32(form.Lift);
        private readonly int _bits = form.Bits;
        private readonly bool _isNegative = form.IsNegative;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Quotient(void* sums, int index)
        {
            TVector sum = TReader.ReadInteger(sums, index);
            TVector distance = _isNegative ? TSimd.Subtract32(_origin, sum) : TSimd.Subtract32(sum, _origin);
            return TSimd.Subtract32(TSimd.MultiplyAddShiftU32(distance, _factor, _addend, _bits), _lift);
        }
    }
}
