using System.Reflection;
using System.Text;

namespace Router.PublicSurface.Tests;

/// <summary>Writes down what an assembly shows the world: one line per type and member, sorted, so that a change is a line in a diff.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    internal static string Of(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            foreach (string line in Members(type).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        string kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : type.IsAbstract && type.IsSealed ? "static class"
            : type.IsSealed ? "sealed class"
            : type.IsAbstract ? "abstract class" : "class";
        string[] bases = [.. Bases(type)];
        return $"{kind} {type.Namespace}.{Name(type)}{(bases.Length == 0 ? "" : " : " + string.Join(", ", bases))}";
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
        {
            yield return Name(parent);
        }

        if (!type.IsEnum)
        {
            foreach (string name in type.GetInterfaces().Where(item => item.IsPublic).Select(Name).Order(StringComparer.Ordinal))
            {
                yield return name;
            }
        }
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetEnumNames();
        }

        IEnumerable<string> constructors = type.GetConstructors(Declared).Where(Shown).Select(item => $"new({Parameters(item)})");
        IEnumerable<string> fields = type.GetFields(Declared).Where(item => item.IsPublic || item.IsFamily)
            .Select(item => item.IsLiteral ? $"const {Name(item.FieldType)} {item.Name} = {item.GetRawConstantValue()}" : $"{Name(item.FieldType)} {item.Name}");
        IEnumerable<string> properties = type.GetProperties(Declared).Where(item => item.GetAccessors(nonPublic: true).Any(Shown)).Select(Property);
        IEnumerable<string> methods = type.GetMethods(Declared).Where(item => Shown(item) && !item.IsSpecialName && !item.Name.Contains('<', StringComparison.Ordinal))
            .Select(item => $"{(item.IsStatic ? "static " : "")}{Name(item.ReturnType)} {item.Name}{Arguments(item)}({Parameters(item)})");
        return constructors.Concat(fields).Concat(properties).Concat(methods);
    }

    private static string Property(PropertyInfo property)
    {
        string get = property.GetMethod is { } getter && Shown(getter) ? "get; " : "";
        string set = property.SetMethod is { } setter && Shown(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Any(item => item.Name == "IsExternalInit") ? "init; " : "set; "
            : "";
        string scope = (property.GetMethod ?? property.SetMethod)!.IsStatic ? "static " : "";
        return $"{scope}{Name(property.PropertyType)} {property.Name} {{ {get}{set}}}";
    }

    private static bool Shown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Arguments(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(item =>
        $"{Name(item.ParameterType)} {item.Name}{(item.HasDefaultValue ? $" = {item.DefaultValue ?? "null"}" : "")}"));

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (!type.IsGenericType)
        {
            return type.IsNested && !type.IsGenericParameter ? Name(type.DeclaringType!) + "." + type.Name : type.Name;
        }

        string name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
