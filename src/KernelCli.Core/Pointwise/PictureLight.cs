using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Pointwise;

/// <summary>
/// The curve of a picture, from its metadata: the cICP chunk, the ICC profile, the sRGB chunk, the gAMA chunk, else sRGB's.
/// </summary>
internal static class PictureLight
{
    private const int ProfileHeader = 128;

    /// <summary>The curve of a picture.</summary>
    /// <param name="metadata">Its metadata.</param>
    /// <param name="warning">What says of another curve that cannot be used; or null.</param>
    public static LightCurve CurveOf(ImageMetadata metadata, out string? warning)
    {
        warning = null;
        if (ChunkOf(metadata, "cICP") is [_, var transfer, ..])
            return OfTransfer(transfer) ?? Unknown($"its cICP chunk names transfer {transfer}", out warning);
        if (metadata.IccProfile is { } profile)
            return OfProfile(profile) ?? Unknown("its ICC profile has no one curve for all channels", out warning);
        if (metadata.StandardRgbIntent is not null || metadata.Gamma is not { } gamma)
            return LightCurve.StandardRgb;
        return gamma is >= 20000 and <= 500000 ? LightCurve.Power(Math.Abs(gamma - 45455.0) <= 1 ? 2.2 : 100000.0 / gamma)
            : Unknown($"its gAMA chunk says {gamma}", out warning);
    }

    /// <summary>The metadata of a picture whose samples are linear light now: without what says of another curve.</summary>
    public static ImageMetadata Linear(ImageMetadata metadata) => metadata with
    {
        IccProfile = null,
        Gamma = null,
        StandardRgbIntent = null,
        Chunks = [.. metadata.Chunks.Where(chunk => chunk.Key != "cICP")],
    };

    private static byte[]? ChunkOf(ImageMetadata metadata, string type)
    {
        foreach ((string key, byte[] data) in metadata.Chunks)
            if (key == type)
                return data;
        return null;
    }

    private static LightCurve Unknown(string what, out string? warning)
    {
        warning = $"{what}, which is not a curve known here: light is decoded and encoded by that of sRGB";
        return LightCurve.StandardRgb;
    }

    // The transfer characteristics of ITU-T H.273.
    private static LightCurve? OfTransfer(byte transfer) => transfer switch
    {
        1 or 6 or 14 or 15 => LightCurve.Bt709,
        2 or 13 => LightCurve.StandardRgb,
        4 => LightCurve.Power(2.2),
        5 => LightCurve.Power(2.8),
        8 => LightCurve.Power(1),
        _ => null,
    };

    private static LightCurve? OfProfile(ReadOnlySpan<byte> profile)
    {
        if (TagOf(profile, "kTRC"u8) is { Length: > 0 } gray)
            return OfTag(gray);
        ReadOnlySpan<byte> red = TagOf(profile, "rTRC"u8), green = TagOf(profile, "gTRC"u8), blue = TagOf(profile, "bTRC"u8);
        return red.Length > 0 && red.SequenceEqual(green) && red.SequenceEqual(blue) ? OfTag(red) : null;
    }

    private static ReadOnlySpan<byte> TagOf(ReadOnlySpan<byte> profile, ReadOnlySpan<byte> name)
    {
        if (profile.Length < ProfileHeader + 4)
            return [];
        uint count = BinaryPrimitives.ReadUInt32BigEndian(profile[ProfileHeader..]);
        for (int i = 0; i < count && ProfileHeader + 4 + (12 * (i + 1)) <= profile.Length; i++)
        {
            ReadOnlySpan<byte> entry = profile.Slice(ProfileHeader + 4 + (12 * i), 12);
            (uint at, uint length) = (BinaryPrimitives.ReadUInt32BigEndian(entry[4..]), BinaryPrimitives.ReadUInt32BigEndian(entry[8..]));
            if (entry[..4].SequenceEqual(name))
                return (ulong)at + length <= (ulong)profile.Length ? profile.Slice((int)at, (int)length) : [];
        }
        return [];
    }

    private static LightCurve? OfTag(ReadOnlySpan<byte> tag)
    {
        if (tag.Length >= 12 && tag[..4].SequenceEqual("curv"u8))
        {
            int count = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(tag[8..]), int.MaxValue / 2);
            if (tag.Length - 12 < 2L * count)
                return null;
            if (count == 0)
                return LightCurve.Power(1);
            double[] samples = new double[count];
            for (int i = 0; i < count; i++)
                samples[i] = BinaryPrimitives.ReadUInt16BigEndian(tag[(12 + (2 * i))..]);
            return count > 1 ? LightCurve.OfSamples(Array.ConvertAll(samples, sample => sample / 65535))
                : samples[0] > 0 ? LightCurve.Power(samples[0] / 256) : null;
        }
        if (tag.Length < 12 || !tag[..4].SequenceEqual("para"u8))
            return null;
        int kind = BinaryPrimitives.ReadUInt16BigEndian(tag[8..]);
        int[] sizes = [1, 3, 4, 5, 7];
        if (kind >= sizes.Length || tag.Length < 12 + (4 * sizes[kind]))
            return null;
        double[] p = new double[7];
        for (int i = 0; i < sizes[kind]; i++)
            p[i] = BinaryPrimitives.ReadInt32BigEndian(tag[(12 + (4 * i))..]) / 65536.0;
        return !(p[0] > 0) ? null : kind switch
        {
            0 => LightCurve.Power(p[0]),
            1 => p[1] > 0 ? LightCurve.OfParameters([p[0], p[1], p[2], 0, -p[2] / p[1], 0, 0]) : null,
            2 => p[1] > 0 ? LightCurve.OfParameters([p[0], p[1], p[2], 0, -p[2] / p[1], p[3], p[3]]) : null,
            _ => LightCurve.OfParameters(p),
        };
    }
}
