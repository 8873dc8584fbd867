using System.Text;

namespace KernelCli.Samples;

/// <summary>Weights such as networks have in their first layers, as NumPy arrays and as a safetensors file.</summary>
internal static class Weights
{
    private const int Side = 7;
    private const int Orientations = 8;

    /// <summary>Waves in a Gaussian window, in eight directions, gray and between two colours: shape (16, 3, 7, 7).</summary>
    public static float[] Gabor()
    {
        float[] bank = new float[2 * Orientations * 3 * Side * Side];
        for (int o = 0; o < 2 * Orientations; o++)
            for (int c = 0; c < 3; c++)
                for (int y = 0; y < Side; y++)
                    for (int x = 0; x < Side; x++)
                    {
                        double angle = Math.PI * (o % Orientations) / Orientations, u = x - 3, v = y - 3;
                        double wave = Math.Sin(((u * Math.Cos(angle)) + (v * Math.Sin(angle))) * 1.4), window = Math.Exp(-((u * u) + (v * v)) / 6);
                        double colour = o < Orientations ? 1 / 3.0 : ((double[])[0.8, -0.2, -0.6])[c];
                        bank[(((((o * 3) + c) * Side) + y) * Side) + x] = (float)(wave * window * colour);
                    }
        return bank;
    }

    /// <summary>Mixes of channels, shape (4, 3, 1, 1): luma, and the differences of red, green and blue from it.</summary>
    public static float[] Mixes()
    {
        float[] luma = [0.299f, 0.587f, 0.114f], mixes = new float[12];
        for (int o = 0; o < 4; o++)
            for (int c = 0; c < 3; c++)
                mixes[(o * 3) + c] = o == 0 ? luma[c] : (c == o - 1 ? 1 : 0) - luma[c];
        return mixes;
    }

    /// <summary>Each channel as it is, shape (3, 3, 1, 1).</summary>
    public static float[] Identity() => [1, 0, 0, 0, 1, 0, 0, 0, 1];

    public static void WriteNpy(string path, float[] values, params int[] shape)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}), }}";
        header = header.PadRight(((10 + header.Length + 1 + 63) / 64 * 64) - 11) + "\n";
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header), .. Bytes(values)];
        File.WriteAllBytes(path, bytes);
    }

    public static void WriteSafetensors(string path, params (string Name, int[] Shape, float[] Values)[] tensors)
    {
        (var header, long at) = (new List<string>(), 0L);
        foreach ((string name, int[] shape, float[] values) in tensors)
        {
            header.Add($"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{at},{at + (4 * values.Length)}]}}");
            at += 4 * values.Length;
        }
        byte[] text = Encoding.UTF8.GetBytes($"{{{string.Join(',', header)}}}");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)text.Length), .. text, .. tensors.SelectMany(tensor => Bytes(tensor.Values))]);
    }

    // Seeded noise of a size that keeps signals alive, for a model that was never trained.
    public static float[] Noise(int seed, params int[] shape)
    {
        var random = new Random(seed);
        int count = shape.Aggregate(1, (product, side) => product * side);
        double scale = Math.Sqrt(6.0 / (count / shape[0]));
        return [.. Enumerable.Range(0, count).Select(_ => (float)(((random.NextDouble() * 2) - 1) * scale))];
    }

    private static IEnumerable<byte> Bytes(float[] values) => values.SelectMany(BitConverter.GetBytes);
}
