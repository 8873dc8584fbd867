using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KernelCli.Primitives;

namespace KernelCli.Tests.Verification;

/// <summary>Files of the simple formats, byte by byte from their descriptions.</summary>
internal static class NaiveFiles
{
    private static readonly string[] TupleTypes = ["GRAYSCALE", "GRAYSCALE_ALPHA", "RGB", "RGB_ALPHA"];

    /// <summary>The SHA-256 of the file with some samples; null for a format that is not written here.</summary>
    public static string? Hash(string format, NaiveResult picture) => Create(format, picture) is { } file ? Convert.ToHexStringLower(SHA256.HashData(file)) : null;

    private static byte[]? Create(string format, NaiveResult picture) => format switch
    {
        "pnm" => [.. Ascii($"P{(picture.Channels == 1 ? 5 : 6)}\n{picture.Width} {picture.Height}\n{Maximum(picture)}\n"), .. picture.Bytes()],
        "pam" => [.. Ascii($"P7\nWIDTH {picture.Width}\nHEIGHT {picture.Height}\nDEPTH {picture.Channels}\nMAXVAL {Maximum(picture)}\n"
            + $"TUPLTYPE {TupleTypes[picture.Channels - 1]}\nENDHDR\n"), .. picture.Bytes()],
        "pfm" => [.. Ascii($"P{(picture.Channels == 1 ? 'f' : 'F')}\n{picture.Width} {picture.Height}\n-1.0\n"), .. Rows(picture.Bytes(), picture).Reverse().SelectMany(row => row)],
        "npy" => Npy(picture),
        "bmp" => Bmp(picture),
        "qoi" => Qoi(picture),
        _ => null,
    };

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static int Maximum(NaiveResult picture) => picture.Type is SampleType.UInt16 ? 65535 : 255;

    private static IEnumerable<byte[]> Rows(byte[] bytes, NaiveResult picture) => bytes.Chunk(bytes.Length / picture.Height);

    // The header ends at a multiple of 64 bytes.
    private static byte[] Npy(NaiveResult picture)
    {
        (string type, byte[] samples) = picture.Type switch
        {
            SampleType.UInt8 => ("|u1", picture.Bytes()),
            SampleType.UInt16 => ("<u2", [.. picture.Bytes().Chunk(2).SelectMany(pair => (byte[])[pair[1], pair[0]])]),
            _ => ("<f4", picture.Bytes()),
        };
        string shape = picture.Channels == 1 ? $"({picture.Height}, {picture.Width},)" : $"({picture.Height}, {picture.Width}, {picture.Channels},)";
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        header = header.PadRight(((10 + header.Length + 1 + 63) / 64 * 64) - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Ascii(header), .. samples];
    }

    // Rows from the top, blue first, each filled up to four bytes; gray has a palette.
    private static byte[] Bmp(NaiveResult picture)
    {
        int palette = picture.Channels == 1 ? 1024 : 0;
        byte[] samples = [.. Rows(picture.Bytes(), picture).SelectMany(row => (byte[])[.. row.Chunk(picture.Channels).SelectMany(pixel => pixel.Reverse()), .. new byte[(4 - (row.Length % 4)) % 4]])];
        byte[] header = new byte[54];
        "BM"u8.CopyTo(header);
        foreach ((int at, int value) in ((int, int)[])[(2, 54 + palette + samples.Length), (10, 54 + palette), (14, 40), (18, picture.Width), (22, -picture.Height), (26, 1 | (8 * picture.Channels << 16)), (34, samples.Length)])
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(at), value);
        return [.. header, .. Enumerable.Range(0, palette).Select(i => (byte)(i % 4 == 3 ? 0 : i / 4)), .. samples];
    }

    // https://qoiformat.org/qoi-specification.pdf
    private static byte[] Qoi(NaiveResult picture)
    {
        var file = new List<byte>([.. "qoif"u8, 0, 0, (byte)(picture.Width >> 8), (byte)picture.Width, 0, 0, (byte)(picture.Height >> 8), (byte)picture.Height, (byte)picture.Channels, 0]);
        var seen = new (byte R, byte G, byte B, byte A)[64];
        (byte R, byte G, byte B, byte A) last = (0, 0, 0, 255);
        int run = 0;
        foreach (byte[] pixel in picture.Bytes().Chunk(picture.Channels))
        {
            (byte R, byte G, byte B, byte A) now = (pixel[0], pixel[1], pixel[2], picture.Channels == 4 ? pixel[3] : (byte)255);
            if (now == last)
            {
                if (++run == 62)
                    EndRun();
                continue;
            }
            EndRun();
            int hash = ((now.R * 3) + (now.G * 5) + (now.B * 7) + (now.A * 11)) % 64;
            int red = (sbyte)(now.R - last.R), green = (sbyte)(now.G - last.G), blue = (sbyte)(now.B - last.B);
            if (seen[hash] == now)
                file.Add((byte)hash);
            else if (now.A != last.A)
                file.AddRange([0xFF, now.R, now.G, now.B, now.A]);
            else if (red is >= -2 and <= 1 && green is >= -2 and <= 1 && blue is >= -2 and <= 1)
                file.Add((byte)(0x40 | ((red + 2) << 4) | ((green + 2) << 2) | (blue + 2)));
            else if (green is >= -32 and <= 31 && red - green is >= -8 and <= 7 && blue - green is >= -8 and <= 7)
                file.AddRange([(byte)(0x80 | (green + 32)), (byte)(((red - green + 8) << 4) | (blue - green + 8))]);
            else
                file.AddRange([0xFE, now.R, now.G, now.B]);
            (seen[hash], last) = (now, now);
        }
        EndRun();
        return [.. file, 0, 0, 0, 0, 0, 0, 0, 1];

        void EndRun()
        {
            if (run > 0)
                file.Add((byte)(0xC0 | (run - 1)));
            run = 0;
        }
    }
}
