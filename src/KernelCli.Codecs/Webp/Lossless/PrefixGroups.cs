using KernelCli.Primitives;

namespace KernelCli.Codecs.Webp.Lossless;

/// <summary>The five codes that decode a pixel: green with lengths and cached colours, red, blue, alpha, distance.</summary>
internal sealed record PrefixGroup(PrefixCode Green, PrefixCode Red, PrefixCode Blue, PrefixCode Alpha, PrefixCode Distance);

/// <summary>The groups of codes of a picture, and which of them holds in each block (RFC 9649, 3.7.2.2).</summary>
internal sealed class PrefixGroups
{
    /// <summary>The symbols of the green code below which a symbol is a level of green.</summary>
    public const int Levels = 256;

    /// <summary>The symbols of the green code that are lengths, after the levels.</summary>
    public const int Lengths = 24;

    private const int Distances = 40;

    private readonly PrefixGroup?[] _groups;
    private readonly uint[]? _blocks;
    private readonly int _blockBits;
    private readonly int _blocksPerRow;

    /// <summary>Reads the codes.</summary>
    /// <param name="bits">The data, at the first code.</param>
    /// <param name="cachedColors">Colours of the cache, which have symbols too.</param>
    /// <param name="blocks">Of each block the group's number in bits 8 to 23; null if one group holds everywhere.</param>
    /// <param name="blockBits">The side of a block as a power of 2.</param>
    /// <param name="blocksPerRow">Blocks in a row of them.</param>
    /// <param name="limits">The limit on memory.</param>
    /// <exception cref="ImageFormatException">A code is damaged, or the data ends before the last of them.</exception>
    public PrefixGroups(LosslessBits bits, int cachedColors, uint[]? blocks, int blockBits, int blocksPerRow, ImageLimits limits)
    {
        (_blocks, _blockBits, _blocksPerRow) = (blocks, blockBits, blocksPerRow);
        bool[] isUsed = new bool[1 << 16];
        isUsed[0] = blocks is null;
        int count = 1;
        foreach (uint block in blocks ?? [])
        {
            int group = (int)(block >> 8) & 0xFFFF;
            isUsed[group] = true;
            count = Math.Max(count, group + 1);
        }

        // The codes of a group that no block uses are stored too. Only those that are used are kept.
        _groups = new PrefixGroup?[count];
        long bytes = 0;
        for (int i = 0; i < count; i++)
        {
            var group = new PrefixGroup(PrefixCode.Read(bits, Levels + Lengths + cachedColors), PrefixCode.Read(bits, Levels),
                PrefixCode.Read(bits, Levels), PrefixCode.Read(bits, Levels), PrefixCode.Read(bits, Distances));
            if (!isUsed[i])
                continue;
            limits.CheckMemory(bytes += group.Green.Bytes + group.Red.Bytes + group.Blue.Bytes + group.Alpha.Bytes + group.Distance.Bytes);
            _groups[i] = group;
        }
    }

    /// <summary>The side of a block less 1: the group may change where these bits of a column are 0.</summary>
    public int ColumnMask => _blocks is null ? -1 : (1 << _blockBits) - 1;

    /// <summary>The group of a pixel.</summary>
    public PrefixGroup At(int x, int y) =>
        _groups[_blocks is null ? 0 : (_blocks[((y >> _blockBits) * _blocksPerRow) + (x >> _blockBits)] >> 8) & 0xFFFF]!;
}
