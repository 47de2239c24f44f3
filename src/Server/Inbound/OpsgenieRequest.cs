using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Muster.Server.Inbound;

/// <summary>
/// What became of a request, written into its own id: whoever asks for it later brings the answer along, so nothing is
/// kept, and it is still known after a crash. An id that this integration did not give is not read.
/// </summary>
/// <param name="Ticket">Null where there was no such alert.</param>
internal sealed record OpsgenieRequest(Instant At, OpsgenieAction Action, string? Ticket)
{
    private const int FirstYear = 2020;

    /// <summary>A UUID of version 8, whose bits are its maker's to use.</summary>
    public string IdFor(Integration from)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, At.ToUnixTimeMilliseconds() << 16);
        var (year, number) = Parts(Ticket);
        bytes[6] = (byte)(0x80 | (int)Action);
        bytes[8] = (byte)(0x80 | (year == 0 ? 0 : year - FirstYear + 1));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[9..], number);
        Seal(bytes, from).CopyTo(bytes[13..]);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>Null for an id that this integration did not give.</summary>
    public static OpsgenieRequest? Read(string id, Integration from)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!Guid.TryParse(id, out var guid) || !guid.TryWriteBytes(bytes, bigEndian: true, out _)
            || !Seal(bytes, from).SequenceEqual(bytes[13..]))
            return null;
        var year = bytes[8] & 0x3F;
        return new OpsgenieRequest(
            Instant.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16),
            (OpsgenieAction)(bytes[6] & 0x0F),
            year == 0 ? null : string.Create(CultureInfo.InvariantCulture,
                $"INC-{year - 1 + FirstYear}-{BinaryPrimitives.ReadUInt32BigEndian(bytes[9..]):D5}"));
    }

    private static (int Year, uint Number) Parts(string? ticket) =>
        ticket?.Split('-') is [_, var year, var number]
            ? (int.Parse(year, CultureInfo.InvariantCulture), uint.Parse(number, CultureInfo.InvariantCulture))
            : (0, 0);

    private static ReadOnlySpan<byte> Seal(ReadOnlySpan<byte> bytes, Integration from) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(from.Hash), bytes[..13]).AsSpan(0, 3);
}
