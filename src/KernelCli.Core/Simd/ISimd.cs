namespace KernelCli.Simd;

/// <summary>
/// The operations of one vector width. The suffix of an operation names the lanes: <c>16</c> and <c>32</c> are integer
/// lanes of that many bits, <c>S</c> is float32. Row loops are written once against this interface and compiled for each
/// width. All widths give the same lanes to the last bit, except for estimates. The runtime emulates the narrowest width
/// on a processor without vectors; the others need hardware support.
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Bytes of a register: 16, 32 or 64.</summary>
    static abstract int Bytes { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Load(void* at);

    static abstract void Store(void* at, TVector value);

    /// <summary>Writes to an aligned address, bypassing the caches, for results that are larger than the caches.</summary>
    static abstract void StoreNonTemporal(void* at, TVector value);

    static abstract TVector Broadcast16(int value);

    static abstract TVector Broadcast32(int value);

    static abstract TVector BroadcastS(float value);

    /// <summary>Reads half a register of unsigned bytes, zero-extended to 16 bits.</summary>
    static abstract TVector LoadWiden8To16(byte* at);

    /// <summary>Reads a quarter of a register of unsigned bytes, zero-extended to 32 bits.</summary>
    static abstract TVector LoadWiden8To32(byte* at);

    /// <summary>Reads half a register of signed 16-bit numbers, sign-extended to 32 bits.</summary>
    static abstract TVector LoadWiden16To32(short* at);

    /// <summary>Reads half a register of unsigned 16-bit numbers, zero-extended to 32 bits.</summary>
    static abstract TVector LoadWidenU16To32(ushort* at);

    static abstract TVector Add16(TVector a, TVector b);

    static abstract TVector Subtract16(TVector a, TVector b);

    /// <summary>The low 16 bits of the products.</summary>
    static abstract TVector Multiply16(TVector a, TVector b);

    /// <summary>The high 16 bits of the unsigned products: floor(a b / 65536).</summary>
    static abstract TVector MultiplyHighU16(TVector a, TVector b);

    /// <summary>floor((a + b + 1) / 2) of unsigned lanes, without overflow.</summary>
    static abstract TVector AverageU16(TVector a, TVector b);

    static abstract TVector ShiftLeft16(TVector a, int bits);

    static abstract TVector ShiftRightLogical16(TVector a, int bits);

    static abstract TVector ShiftRightArithmetic16(TVector a, int bits);

    /// <summary>
    /// Interleaves 16-bit lanes of the lower half of each 128-bit block: a0 b0 a1 b1 a2 b2 a3 b3, then a8 b8 ... in the next.
    /// </summary>
    static abstract TVector InterleaveLow16(TVector a, TVector b);

    /// <summary>The same for the upper half of each 128-bit block: a4 b4 a5 b5 ...</summary>
    static abstract TVector InterleaveHigh16(TVector a, TVector b);

    /// <summary>Interleaves 32-bit lanes of the lower half of each 128-bit block: a0 b0 a1 b1, then a4 b4 ... in the next.</summary>
    static abstract TVector InterleaveLow32(TVector a, TVector b);

    /// <summary>The same for the upper half of each 128-bit block: a2 b2 a3 b3 ...</summary>
    static abstract TVector InterleaveHigh32(TVector a, TVector b);

    /// <summary>The 32-bit lanes 0, 2, 4, ... of <paramref name="a"/> and then of <paramref name="b"/>.</summary>
    static abstract TVector Even32(TVector a, TVector b);

    /// <summary>The 32-bit lanes 1, 3, 5, ... of <paramref name="a"/> and then of <paramref name="b"/>.</summary>
    static abstract TVector Odd32(TVector a, TVector b);

    /// <summary>
    /// Adds to each 32-bit lane of <paramref name="sum"/> the products
    /// of the two signed 16-bit lanes of a and b at the same position.
    /// </summary>
    static abstract TVector MultiplyAddAdjacent16(TVector sum, TVector a, TVector b);

    static abstract TVector Add32(TVector a, TVector b);

    static abstract TVector Subtract32(TVector a, TVector b);

    /// <summary>Bitwise and.</summary>
    static abstract TVector And32(TVector a, TVector b);

    /// <summary>
    /// <c>(a * factor + addend) >> bits</c> in unsigned 32-bit lanes, with 64 bits in between. The caller keeps the 64 bits from
    /// overflowing and the results below 2^32.
    /// </summary>
    /// <param name="a">Unsigned 32-bit lanes.</param>
    /// <param name="factor">The same in all lanes.</param>
    /// <param name="addend">Unsigned 64-bit lanes, from <see cref="Broadcast64"/>.</param>
    /// <param name="bits">0 to 63.</param>
    static abstract TVector MultiplyAddShiftU32(TVector a, TVector factor, TVector addend, int bits);

    static abstract TVector Broadcast64(ulong value);

    static abstract TVector ShiftRightArithmetic32(TVector a, int bits);

    /// <summary>
    /// Stores two registers of 32-bit lanes, in the order that <see cref="InterleaveLow16"/> and
    /// <see cref="InterleaveHigh16"/> give, as one run in natural order: 128-bit blocks of low and high alternate.
    /// </summary>
    static abstract void StoreInterleaved32(int* at, TVector low, TVector high);

    /// <summary>
    /// Signed 16-bit lanes to bytes, saturating at 0 and 255: all of <paramref name="low"/>, then all of
    /// <paramref name="high"/>.
    /// </summary>
    static abstract TVector Narrow16To8(TVector low, TVector high);

    /// <summary>Signed 32-bit lanes to signed 16, saturating: all of <paramref name="low"/>, then all of <paramref name="high"/>.</summary>
    static abstract TVector Narrow32To16(TVector low, TVector high);

    /// <summary>Signed 32-bit lanes, in the order that interleaving gives, to signed 16 in natural order, saturating.</summary>
    static abstract TVector NarrowInterleaved32To16(TVector low, TVector high);

    /// <summary>
    /// Signed 32-bit lanes to unsigned 16, saturating: all of <paramref name="low"/>, then all of
    /// <paramref name="high"/>.
    /// </summary>
    static abstract TVector Narrow32ToU16(TVector low, TVector high);

    /// <summary>Signed 32-bit lanes to float32, to nearest even.</summary>
    static abstract TVector ToSingle(TVector a);

    /// <summary>Float32 lanes to 32-bit integers, towards 0; the caller keeps them in range.</summary>
    static abstract TVector ToInt32(TVector a);

    static abstract TVector AddS(TVector a, TVector b);

    static abstract TVector SubtractS(TVector a, TVector b);

    static abstract TVector MultiplyS(TVector a, TVector b);

    static abstract TVector DivideS(TVector a, TVector b);

    /// <summary>a * b + c with one rounding.</summary>
    static abstract TVector FusedMultiplyAddS(TVector a, TVector b, TVector c);

    /// <summary>a &gt; b ? a : b; b where either is not a number.</summary>
    static abstract TVector MaxS(TVector a, TVector b);

    /// <summary>a &lt; b ? a : b; b where either is not a number.</summary>
    static abstract TVector MinS(TVector a, TVector b);

    static abstract TVector AbsS(TVector a);

    static abstract TVector FloorS(TVector a);

    static abstract TVector SqrtS(TVector a);

    /// <summary>
    /// 1 / sqrt(a) with a relative error of at most 1.5 * 2^-12. Its exact bits depend on the processor, so it may be
    /// used only where they do not matter.
    /// </summary>
    static abstract TVector ReciprocalSqrtEstimateS(TVector a);

    /// <summary>a &gt;= b ? whenTrue : whenFalse, lane by lane.</summary>
    static abstract TVector SelectGreaterOrEqualS(TVector a, TVector b, TVector whenTrue, TVector whenFalse);

    static abstract TVector Broadcast8(int value);

    static abstract TVector Add8(TVector a, TVector b);

    /// <summary>The smaller of unsigned 8-bit lanes.</summary>
    static abstract TVector MinU8(TVector a, TVector b);

    /// <summary>The larger of unsigned 8-bit lanes.</summary>
    static abstract TVector MaxU8(TVector a, TVector b);

    /// <summary>The smaller of unsigned 16-bit lanes.</summary>
    static abstract TVector MinU16(TVector a, TVector b);

    /// <summary>The larger of unsigned 16-bit lanes.</summary>
    static abstract TVector MaxU16(TVector a, TVector b);

    /// <summary>The smaller of signed 32-bit lanes.</summary>
    static abstract TVector Min32(TVector a, TVector b);

    /// <summary>The larger of signed 32-bit lanes.</summary>
    static abstract TVector Max32(TVector a, TVector b);

    /// <summary>count + (a &lt; b ? 1 : 0) in signed 8-bit lanes.</summary>
    static abstract TVector CountLess8(TVector count, TVector a, TVector b);

    /// <summary>count + (a &lt; b ? 1 : 0) in signed 16-bit lanes.</summary>
    static abstract TVector CountLess16(TVector count, TVector a, TVector b);

    /// <summary>count + (a &lt; b ? 1 : 0) in signed 32-bit lanes.</summary>
    static abstract TVector CountLess32(TVector count, TVector a, TVector b);

    /// <summary>a &lt; b ? whenTrue : whenFalse in signed 8-bit lanes.</summary>
    static abstract TVector SelectLess8(TVector a, TVector b, TVector whenTrue, TVector whenFalse);

    /// <summary>a &lt; b ? whenTrue : whenFalse in signed 16-bit lanes.</summary>
    static abstract TVector SelectLess16(TVector a, TVector b, TVector whenTrue, TVector whenFalse);

    /// <summary>a &lt; b ? whenTrue : whenFalse in signed 32-bit lanes.</summary>
    static abstract TVector SelectLess32(TVector a, TVector b, TVector whenTrue, TVector whenFalse);

    static abstract TVector ShiftLeft32(TVector a, int bits);

    /// <summary>The sum of 64-bit lanes.</summary>
    static abstract TVector Add64(TVector a, TVector b);

    /// <summary>The sum of float64 lanes.</summary>
    static abstract TVector AddD(TVector a, TVector b);
}
