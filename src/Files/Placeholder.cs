namespace Muster.Files; internal static class Placeholder;
