using System.Collections.Immutable;

namespace Muster.Core.Tickets;

/// <summary>A ticket's tags: each name once, in the order in which they were first set.</summary>
public readonly record struct TagSet(ImmutableArray<Tag> Tags)
{
    public static TagSet Empty { get; } = new([]);

    public string? this[string name]
    {
        get
        {
            foreach (var tag in Tags)
            {
                if (tag.Name == name)
                    return tag.Value;
            }
            return null;
        }
    }

    /// <summary>Those of <paramref name="wanted"/> that are not set so yet.</summary>
    public ImmutableArray<Tag> Missing(ImmutableArray<Tag> wanted)
    {
        var missing = ImmutableArray.CreateBuilder<Tag>();
        foreach (var tag in wanted)
        {
            if (this[tag.Name] != tag.Value)
                missing.Add(tag);
        }
        return missing.ToImmutable();
    }

    public TagSet With(ImmutableArray<Tag> changed)
    {
        var tags = Tags;
        foreach (var tag in changed)
        {
            var index = IndexOf(tags, tag.Name);
            tags = index < 0 ? tags.Add(tag) : tags.SetItem(index, tag);
        }
        return new TagSet(tags);
    }

    private static int IndexOf(ImmutableArray<Tag> tags, string name)
    {
        for (var index = 0; index < tags.Length; index++)
        {
            if (tags[index].Name == name)
                return index;
        }
        return -1;
    }
}
