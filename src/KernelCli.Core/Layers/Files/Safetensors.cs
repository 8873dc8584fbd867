using System.Buffers.Binary;
using System.Text.Json;
using KernelCli.Primitives;
using KernelCli.Text;

namespace KernelCli.Layers.Files;

/// <summary>
/// Tensors of a safetensors file: eight bytes with the length of the header, a JSON header with types, shapes and
/// offsets, then the numbers in little-endian order. Everything in the file is validated.
/// </summary>
internal static class Safetensors
{
    private const int MaxHeader = 16 << 20;

    /// <summary>Reads one tensor.</summary>
    public static Tensor Read(string word, Stream stream, string name, ImageLimits limits)
    {
        Entry[] entries = Entries(word, stream, out long dataStart);
        Check(word, entries, stream.Length - dataStart);
        Entry? found = Array.Find(entries, entry => entry.Name == name);
        if (found is null)
            throw KernelFormatException.InFile(word, 0,
                $"there is no tensor '{name}'{Spelling.Hint(name, entries.Select(entry => entry.Name))}; there are {Names(entries)}");
        int itemBytes = ItemBytes(word, found);
        long count = (found.End - found.Begin) / itemBytes;
        limits.CheckMemory(count * (sizeof(float) + itemBytes));
        if (found.End - found.Begin > Array.MaxLength)
            throw KernelFormatException.InFile(word, 0, $"a tensor of shape {Tensor.Text(found.Shape)} is too large");
        byte[] bytes = new byte[found.End - found.Begin];
        stream.Position = dataStart + found.Begin;
        stream.ReadExactly(bytes);
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = Number(found.Type, bytes.AsSpan(i * itemBytes));
        return new Tensor(found.Shape, values);
    }

    private static Entry[] Entries(string word, Stream stream, out long dataStart)
    {
        byte[] length = new byte[8];
        if (stream.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8)
            throw KernelFormatException.InFile(word, 0, "the file ends before its header");
        ulong headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (headerBytes > MaxHeader || (long)headerBytes > stream.Length - 8)
            throw KernelFormatException.InFile(word, 0,
                $"a header of {headerBytes} bytes cannot be: the file has {stream.Length}, and {MaxHeader} are the most");
        byte[] header = new byte[headerBytes];
        stream.ReadExactly(header);
        dataStart = 8 + (long)headerBytes;
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            return [.. document.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__")
                .Select(property => EntryOf(property))];
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw KernelFormatException.InFile(word, 0, "the header is not what a safetensors file has: " + exception.Message);
        }
    }

    private static Entry EntryOf(JsonProperty property)
    {
        JsonElement offsets = property.Value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2)
            throw new FormatException($"tensor '{property.Name}' has {offsets.GetArrayLength()} offsets");
        int[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt32())];
        return new Entry(property.Name, property.Value.GetProperty("dtype").GetString()
            ?? "", shape, offsets[0].GetInt64(), offsets[1].GetInt64());
    }

    // Every tensor must be inside the file, have the size that its shape and type need, and not overlap another tensor.
    private static void Check(string word, Entry[] entries, long dataBytes)
    {
        foreach (Entry entry in entries)
        {
            if (entry.Begin < 0 || entry.End < entry.Begin || entry.End > dataBytes)
                throw KernelFormatException.InFile(word, 0,
                    $"tensor '{entry.Name}' says it lies at {entry.Begin} to {entry.End} of {dataBytes} bytes");
            Int128 needed = entry.Shape.Aggregate((Int128)1, (product, side) => side < 0 ? -1 : product > long.MaxValue ? product
                : product * side);
            if (TypeBytes(entry.Type) is { } bytes && needed * bytes != entry.End - entry.Begin)
                throw KernelFormatException.InFile(word, 0,
                    $"tensor '{entry.Name}' of shape {Tensor.Text(entry.Shape)} and type {entry.Type} has {entry.End - entry.Begin} bytes");
        }
        Entry[] ordered = [.. entries.Where(entry => entry.End > entry.Begin).OrderBy(entry => entry.Begin)];
        for (int i = 1; i < ordered.Length; i++)
            if (ordered[i].Begin < ordered[i - 1].End)
                throw KernelFormatException.InFile(word, 0, $"tensors '{ordered[i - 1].Name}' and '{ordered[i].Name}' lie over each other");
    }

    private static int ItemBytes(string word, Entry entry) => entry.Type is "F64" or "F32" or "F16" or "BF16"
        ? TypeBytes(entry.Type)!.Value
        : throw KernelFormatException.InFile(word, 0, $"tensor '{entry.Name}' has type {entry.Type}; F64, F32, F16 and BF16 are read");

    private static int? TypeBytes(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" or "F8_E4M3" or "F8_E5M2" => 1,
        _ => null,
    };

    private static float Number(string type, ReadOnlySpan<byte> at) => type switch
    {
        "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(at),
        "F32" => BinaryPrimitives.ReadSingleLittleEndian(at),
        "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(at),

        // BF16 is the upper half of a float32.
        _ => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(at) << 16),
    };

    private static string Names(Entry[] entries)
    {
        const int shown = 8;
        string names = string.Join(", ", entries.Take(shown).Select(entry => entry.Name));
        return entries.Length > shown ? $"{names} and {entries.Length - shown} more" : names.Length == 0 ? "none" : names;
    }

    private sealed record Entry(string Name, string Type, int[] Shape, long Begin, long End);
}
