using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Metadata;

/// <summary>Checks of ICC profiles that are carried from one file to another.</summary>
internal static class IccProfile
{
    private const int HeaderBytes = 128;

    /// <summary>
    /// The profile at the start of the bytes, without padding after it. The first four bytes give its length. Returns null
    /// if the profile is cut short, or its length is less than that of the header.
    /// </summary>
    public static byte[]? WithoutPadding(byte[] bytes)
    {
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadUInt32BigEndian(bytes) is var length
            && (length < HeaderBytes || length > bytes.Length))
            return null;
        return length == bytes.Length ? bytes : bytes[..(int)length];
    }

    /// <summary>
    /// Whether a profile describes pixels of this layout: a gray picture cannot carry a colour profile, nor the other way
    /// round.
    /// </summary>
    public static bool Describes(ReadOnlySpan<byte> profile, PixelLayout layout) =>
        profile.Length >= HeaderBytes && profile[16..20].SequenceEqual(layout is PixelLayout.Gray or PixelLayout.GrayAlpha ? "GRAY"u8
            : "RGB "u8);

    /// <summary>
    /// Whether a profile contains the name sRGB, the colour space that is assumed for pixels without a profile.
    /// </summary>
    public static bool IsStandardRgb(ReadOnlySpan<byte> profile) => profile.IndexOf("sRGB"u8) >= 0 || profile.IndexOf("s\0R\0G\0B"u8) >= 0;
}
